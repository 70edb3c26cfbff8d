import { BlockList, isIP } from 'node:net';

/**
 * Where a server may be made to send. Whoever sets up a webhook chooses an address, and the server stands inside a network
 * that its users do not: so addresses of machines, of the link, and of private networks are refused, whatever name leads there.
 */
export type AddressPolicy = {
  /** A server without sign-in, for one's own machine: it may tell anybody, and speak plain HTTP. */
  readonly open: boolean;
  /** Networks that the operator allows beside the public ones, such as 10.1.0.0/16. */
  readonly networks: readonly string[];
};

/** Not of the public internet: RFC 6890 and its updates, and what wraps an address of version 4. */
const NOT_PUBLIC: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];
const LOOPBACK: readonly (readonly [string, number])[] = [
  ['127.0.0.0', 8],
  ['::1', 128],
];

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');
const listOf = (networks: readonly (readonly [string, number])[]): BlockList => {
  const list = new BlockList();
  for (const [address, bits] of networks) list.addSubnet(address, bits, familyOf(address));
  return list;
};
const notPublic = listOf(NOT_PUBLIC);
const loopback = listOf(LOOPBACK);

const MOST_BITS = { ipv4: 32, ipv6: 128 } as const;

/** `10.1.0.0/16` or a single address; undefined for what is neither. */
export const parseNetwork = (text: string): readonly [string, number] | undefined => {
  const [address = '', bits, ...more] = text.split('/');
  if (isIP(address) === 0 || more.length > 0) return undefined;
  const most = MOST_BITS[familyOf(address)];
  const size = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
  return size >= 0 && size <= most ? [address, size] : undefined;
};

/** `::ffff:10.0.0.1` is 10.0.0.1. */
const plain = (address: string): string => /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;

export class Addresses {
  private readonly open: boolean;
  private readonly allowed: BlockList;

  constructor({ open, networks }: AddressPolicy) {
    this.open = open;
    this.allowed = listOf(
      networks.flatMap((network) => {
        const parsed = parseNetwork(network);
        return parsed === undefined ? [] : [parsed];
      }),
    );
  }

  /** Why an address of a machine may not be told anything; undefined where it may. */
  refusalOf(given: string, protocol: string): string | undefined {
    if (this.open) return undefined;
    const address = plain(given);
    const family = familyOf(address);
    if (isIP(address) === 0) return 'that is no address';
    const isMapped = family === 'ipv6' && /^::ffff:/i.test(address);
    if ((isMapped || notPublic.check(address, family)) && !this.allowed.check(address, family)) return 'its address is not public';
    return protocol === 'http:' && !loopback.check(address, family) ? 'http is for this machine only' : undefined;
  }

  /** Why a URL cannot be set up as a webhook; undefined where it can. Names are looked up when something is sent. */
  refusalOfUrl(text: string): string | undefined {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined) return 'that is no address';
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'it is neither https nor http';
    if (url.username !== '' || url.password !== '') return 'a name or password stands in it';
    if (url.hash !== '') return 'a fragment stands in it';
    const host = hostOf(url);
    if (isIP(host) !== 0) return this.refusalOf(host, url.protocol);
    if (this.open) return undefined;
    if (host === 'localhost' || host.endsWith('.localhost')) return this.refusalOf('127.0.0.1', url.protocol);
    return url.protocol === 'http:' ? 'it is not https' : undefined;
  }
}

/** Without brackets and without the dot that ends a full name. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
