/** Puts an item at the end of a key's list, which begins with it where there is none yet. */
export const addToList = <Key, Item>(lists: Map<Key, Item[]>, key: Key, item: Item): void => {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
};
