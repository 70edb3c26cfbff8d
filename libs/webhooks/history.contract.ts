import type { Notice, NoticeSource } from './words.ts';

/** What a history in memory would tell, two notices at a time, so that tests meet a second page. */
export const noticesOf = (history: () => readonly Notice[]): { -readonly [Key in keyof NoticeSource]: NoticeSource[Key] } => ({
  partnershipsOf: async function* (organisation) {
    yield* await Promise.resolve(
      [...new Set(history().map(({ partnership }) => partnership))].filter((partnership) => partnership.split('~').includes(organisation)),
    );
  },
  after: ({ partnership, after, kinds }) => {
    const own = history().filter((notice) => notice.partnership === partnership);
    const from =
      'time' in after
        ? Math.max(-1, ...own.filter(({ recordedAt }) => recordedAt <= after.time).map(({ position }) => position))
        : after.position;
    const rest = own.filter(({ position }) => position > from);
    const page = rest.slice(0, 2);
    return Promise.resolve({
      items: page.filter(({ kind }) => kinds?.includes(kind) ?? true),
      through: { position: page.at(-1)?.position ?? from },
      more: rest.length > page.length,
    });
  },
});
