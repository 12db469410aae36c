/** Progress of an execution. */
export type ExecutionEvent =
  | { readonly type: "start"; readonly steps: number; readonly hosts: readonly string[] }
  | { readonly type: "batch"; readonly n: number; readonly of: number; readonly hosts: readonly string[] }
  | { readonly type: "progress"; readonly host: string; readonly done: number; readonly of: number }
  | { readonly type: "settling"; readonly host: string; readonly waiting: number };
