import { z } from 'zod';
import { KINDS } from '../programmes/index.ts';
import { priceList } from '../programmes/special-prices.ts';
import { agreementSchema, programmeChange, programmeSchema } from './terms.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

const earnSchemas = (): Pick<JsonSchema, 'anyOf'> => ({
  anyOf: KINDS.map((kind) => ({
    title: kind.name,
    ...without(z.toJSONSchema(kind.schema, { io: 'input', override: listOrFile }), '$schema'),
  })),
});

/** A file may name a list of prices by its CSV file, which the command that reads it puts in its place. */
const listOrFile = ({ zodSchema, jsonSchema }: { readonly zodSchema: z.core.$ZodTypes; readonly jsonSchema: JsonSchema }): void => {
  if (zodSchema !== priceList) return;
  replace(jsonSchema, {
    anyOf: [{ ...jsonSchema }, { type: 'string', minLength: 1, description: 'A CSV file, from the folder of the agreement file.' }],
  });
};

const without = (schema: JsonSchema, ...keys: readonly string[]): JsonSchema =>
  Object.fromEntries(Object.entries(schema).filter(([key]) => !keys.includes(key)));

/** Any key of a programme but its id, with its new value, or null to take the key out. */
const changeSchema = (earn: JsonSchema): JsonSchema => {
  const programme = z.toJSONSchema(programmeSchema, { io: 'input' });
  const keys = Object.entries({ ...programme.properties, earn }).filter(([key]) => key !== 'id');
  return {
    type: 'object',
    minProperties: 1,
    additionalProperties: false,
    properties: Object.fromEntries(keys.map(([key, value]) => [key, { anyOf: [value, { type: 'null' }] }])),
  };
};

/** JSON Schema of the agreement file, as people write it: defaults may be left out. */
export const agreementJsonSchema = (): JsonSchema => {
  const earn: JsonSchema = { type: 'object', ...earnSchemas() };
  const schema = z.toJSONSchema(agreementSchema, {
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      // Zod knows both only as "an object": what they hold is checked by the kind and by the changed programme.
      if (zodSchema === programmeSchema.shape.earn) replace(jsonSchema, earn);
      if (zodSchema === programmeChange) replace(jsonSchema, changeSchema(earn));
    },
  });
  return { ...schema, title: 'Agreement', description: 'The terms of a rebate agreement. Amounts and rates are decimal texts in quotes.' };
};

const replace = (target: object, by: object): void => {
  for (const key of Object.keys(target)) Reflect.deleteProperty(target, key);
  Object.assign(target, by);
};
