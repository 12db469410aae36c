import { hasErrors } from "../../../../lib/diagnostic";
import { checkProvider, configured } from "../../../../lib/session/provider";
import { providerFields } from "../../../../lib/resources/provider";
import { given, type Draft } from "../../../../lib/schema/value";
import type { Handlers } from "../plugin/routes";
import { decodeAttributes, type DynamicValue } from "../wire/value";
import { messagesOf } from "./diagnostics";
import type { ProviderSetting } from "./setting";

/** The attributes set by the user; null counts as absent. */
function written(config: DynamicValue | undefined): Draft {
  return given(decodeAttributes(providerFields, config) ?? {});
}

/** The provider block: validated, stored for its connection, and released. */
export function providerHandlers({ sessions, backend }: ProviderSetting) {
  return {
    ValidateProviderConfig: ({ config }) => ({ diagnostics: messagesOf(checkProvider(written(config)), providerFields) }),
    async ConfigureProvider({ config }, connection) {
      const attributes = written(config);
      const diagnostics = checkProvider(attributes);
      if (!hasErrors(diagnostics)) await sessions.begin(connection, configured(attributes, backend));
      return { diagnostics: messagesOf(diagnostics, providerFields) };
    },
    StopProvider(_request, connection) {
      sessions.of(connection)?.stop();
      return { error: "" };
    },
  } satisfies Partial<Handlers>;
}
