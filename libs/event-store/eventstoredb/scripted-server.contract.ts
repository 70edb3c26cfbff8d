import { randomUUID } from 'node:crypto';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import services from '@eventstore/db-client/generated/streams_grpc_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import { Server, ServerCredentials, type ServerReadableStream, type ServerWritableStream, type sendUnaryData, status } from '@grpc/grpc-js';
import { type ProposedEvent, ScriptedLog, type StoredEvent } from './scripted-log.contract.ts';

/** An event store over gRPC that can be told to misbehave in the ways that a healthy one never shows. */

export type AppendScript =
  | 'answer'
  /** Takes the append and never says anything. */
  | 'silent'
  /** Records it, and says nothing. */
  | 'silent-after-commit'
  /** Records it, and the connection breaks. */
  | 'lost-answer'
  /** The connection breaks before anything is recorded. */
  | 'lost-request'
  | 'deny';

type ReadCall = ServerWritableStream<streams.ReadReq, streams.ReadResp>;
type AppendCall = ServerReadableStream<streams.AppendReq, streams.AppendResp>;

export class ScriptedServer {
  readonly log = new ScriptedLog();
  /** What the next appends meet; when it is empty they are answered. */
  appends: AppendScript[] = [];
  readsAnswered = true;
  subscriptionsStarted = 0;
  inFlight = 0;
  mostInFlight = 0;
  /** Appends wait for it before they are recorded. */
  gate: Promise<void> = Promise.resolve();
  private port = 0;
  private server: Server | undefined;
  private readonly live = new Set<ReadCall>();

  get connectionString(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  /** On the same port each time. */
  async start(): Promise<void> {
    const server = new Server();
    server.addService(services.StreamsService, {
      read: (call: ReadCall) => {
        this.read(call);
      },
      append: (call: AppendCall, answer: sendUnaryData<streams.AppendResp>) => {
        this.receive(call, answer);
      },
    });
    this.port = await new Promise<number>((resolve, reject) => {
      server.bindAsync(`127.0.0.1:${this.port}`, ServerCredentials.createInsecure(), (error, port) => {
        if (error === null) resolve(port);
        else reject(error);
      });
    });
    this.server = server;
  }

  /** As a kill: every connection breaks. */
  stop(): void {
    this.live.clear();
    this.server?.forceShutdown();
    this.server = undefined;
  }

  /** As a server that closes its subscriptions in good order, or with an error. */
  endSubscriptions(how: 'end' | 'error'): void {
    for (const call of this.live) {
      if (how === 'end') call.end();
      else call.emit('error', { code: status.ABORTED, details: 'the scripted server dropped it' });
    }
    this.live.clear();
  }

  private receive(call: AppendCall, answer: sendUnaryData<streams.AppendResp>): void {
    let options = new streams.AppendReq.Options();
    const proposed: ProposedEvent[] = [];
    call.on('data', (request: streams.AppendReq) => {
      const message = request.getProposedMessage();
      if (message === undefined) options = request.getOptions() ?? options;
      else proposed.push(proposedFrom(message));
    });
    call.on('end', () => {
      this.inFlight += 1;
      this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
      void this.gate.then(() => {
        this.inFlight -= 1;
        this.decide(options, proposed, answer);
      });
    });
  }

  private decide(options: streams.AppendReq.Options, proposed: readonly ProposedEvent[], answer: sendUnaryData<streams.AppendResp>): void {
    const script = this.appends.shift() ?? 'answer';
    if (script === 'deny') answer({ code: status.PERMISSION_DENIED, details: 'denied by script' });
    if (script === 'lost-request') answer({ code: status.UNAVAILABLE, details: 'lost by script' });
    if (script === 'deny' || script === 'lost-request' || script === 'silent') return;
    const stream = nameOf(options.getStreamIdentifier());
    const expected = options.hasAny() ? 'any' : options.hasNoStream() ? 'noStream' : Number(options.getRevision());
    const before = this.log.events.length;
    const verdict = this.log.append(stream, expected, proposed);
    for (const call of this.live) for (const event of this.log.events.slice(before)) call.write(eventResponse(event));
    if (script === 'lost-answer') answer({ code: status.UNAVAILABLE, details: 'lost by script' });
    if (script === 'answer') answer(null, 'appended' in verdict ? success(verdict.appended) : wrongRevision(verdict.actual));
  }

  private read(call: ReadCall): void {
    if (!this.readsAnswered) return;
    const options = call.request.getOptions();
    if (options === undefined) throw new Error('A read has options.');
    if (options.hasSubscription()) {
      this.subscribe(call, Number(options.getAll()?.getPosition()?.getCommitPosition() ?? -1));
      return;
    }
    const backwards = options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;
    const chosen = options.hasStream() ? this.ofStream(options, backwards) : this.ofAll(options, backwards);
    if (chosen === undefined) call.write(new streams.ReadResp().setStreamNotFound(new streams.ReadResp.StreamNotFound()));
    for (const event of chosen?.slice(0, Number(options.getCount())) ?? []) call.write(eventResponse(event));
    call.end();
  }

  private ofStream(options: streams.ReadReq.Options, backwards: boolean): StoredEvent[] | undefined {
    const from = options.getStream();
    const events = this.log.ofStream(nameOf(from?.getStreamIdentifier()));
    if (events.length === 0) return undefined;
    if (!backwards) return events.slice(from?.hasRevision() === true ? Number(from.getRevision()) : 0);
    return events.slice(0, from?.hasRevision() === true ? Number(from.getRevision()) + 1 : undefined).reverse();
  }

  private ofAll(options: streams.ReadReq.Options, backwards: boolean): StoredEvent[] {
    const position = options.getAll()?.getPosition();
    const from = position === undefined ? undefined : Number(position.getCommitPosition());
    if (!backwards) return this.log.events.filter((event) => event.position >= (from ?? 0));
    return this.log.events.filter((event) => from === undefined || event.position < from).reverse();
  }

  private subscribe(call: ReadCall, after: number): void {
    this.subscriptionsStarted += 1;
    call.write(new streams.ReadResp().setConfirmation(new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(randomUUID())));
    for (const event of this.log.events) if (event.position > after) call.write(eventResponse(event));
    this.live.add(call);
    call.on('cancelled', () => this.live.delete(call));
  }
}

function nameOf(identifier: shared.StreamIdentifier | undefined): string {
  return Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');
}

function proposedFrom(message: streams.AppendReq.ProposedMessage): ProposedEvent {
  const id = message.getId()?.getString() ?? '';
  return { id, type: message.getMetadataMap().get('type') ?? '', data: message.getData_asU8(), metadata: message.getCustomMetadata_asU8() };
}

function eventResponse(event: StoredEvent): streams.ReadResp {
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(event.id))
    .setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from(event.stream).toString('base64')))
    .setStreamRevision(String(event.revision))
    .setCommitPosition(String(event.position))
    .setPreparePosition(String(event.position))
    .setData(event.data)
    .setCustomMetadata(event.metadata);
  recorded.getMetadataMap().set('type', event.type).set('content-type', 'application/json').set('created', '17700000000000000');
  return new streams.ReadResp().setEvent(new streams.ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(String(event.position)));
}

function success(last: StoredEvent): streams.AppendResp {
  const position = new streams.AppendResp.Position().setCommitPosition(String(last.position)).setPreparePosition(String(last.position));
  return new streams.AppendResp().setSuccess(
    new streams.AppendResp.Success().setCurrentRevision(String(last.revision)).setPosition(position),
  );
}

function wrongRevision(actual: number | undefined): streams.AppendResp {
  const wrong = new streams.AppendResp.WrongExpectedVersion();
  if (actual === undefined) wrong.setCurrentNoStream(new shared.Empty());
  else wrong.setCurrentRevision(String(actual));
  return new streams.AppendResp().setWrongExpectedVersion(wrong);
}
