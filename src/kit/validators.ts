import compilers, { type BuildCompilerFromPool } from '@fastify/ajv-compiler';

const build = compilers();

/**
 * Fastify's own validators of what is asked for, each compiled when its route is first used: all of them at every start took
 * half a second. A schema that cannot be compiled fails the first request, then, and not the start; the tests ask for every route.
 */
export const validatorsWhenUsed: BuildCompilerFromPool = (schemas, options) => {
  const compile = build(schemas, options);
  return (route) => {
    let compiled: ReturnType<typeof compile> | undefined;
    const check = (data: unknown) => {
      compiled ??= compile(route);
      const right = compiled(data);
      (check as typeof compiled).errors = compiled.errors ?? null;
      return right;
    };
    return check as ReturnType<typeof compile>;
  };
};
