/**
 * A function of a list, worked out once for each list and its words: rules on a stack ask the same of one list for each
 * resource that they judge. A list must not change once it was asked about.
 * @param work takes the list and the words, such as names of types or properties
 */
export function perList<TList extends object, TWords extends (string | undefined)[], T>(
  work: (list: TList, ...words: TWords) => T,
): (list: TList, ...words: TWords) => T {
  const answers = new WeakMap<TList, Map<string, T>>();
  return (list, ...words) => {
    const ofList = answers.get(list) ?? new Map<string, T>();
    answers.set(list, ofList);
    const question = JSON.stringify(words);
    if (!ofList.has(question)) ofList.set(question, work(list, ...words));
    return ofList.get(question) as T;
  };
}
