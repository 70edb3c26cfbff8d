import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Access } from '../access/access.decorator.ts';
import { Metrics } from './metrics.ts';

@ApiTags('metrics')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @Access('operator')
  @ApiOperation({ summary: 'Measurements in the text format of Prometheus' })
  @ApiOkResponse({ description: 'Measurements.', content: { 'text/plain': { schema: { type: 'string' } } } })
  async all(@Res({ passthrough: true }) response: Response): Promise<string> {
    response.setHeader('Content-Type', this.metrics.registry.contentType);
    return this.metrics.registry.metrics();
  }
}
