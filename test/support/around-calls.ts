/**
 * The same port, but every call of one method goes through `around`: to fail it, or to let something happen before or
 * after it. `nth` counts from 1.
 */
export function aroundCalls<Port extends object>(
  port: Port,
  method: keyof Port,
  around: (call: () => Promise<unknown>, nth: number) => Promise<unknown>,
): Port {
  let nth = 0;
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return async (...values: unknown[]) => {
        const call = async (): Promise<unknown> => Reflect.apply(member, target, values);
        if (name !== method) return call();
        nth += 1;
        return around(call, nth);
      };
    },
  });
}
