import { counted, testCoverage } from "../support/coverage";
import { insideLab } from "../support/lab";
import { canEncrypt, openBench } from "../support/lab-bench";
import { testDriver } from "../support/test-driver";
import { testEncryption } from "../support/test-encryption";

insideLab();

const driver = counted({ name: "iproute2", open: openBench });

testDriver(driver);
testEncryption({ ...driver, encrypts: canEncrypt() });
// One host learns no EVPN routes (`evpn.test.ts`). A kernel without ESP has no associations; the emulated lane has one with it.
testCoverage(driver, ["evpn", ...(canEncrypt() ? [] : (["sa", "xfrm"] as const))]);
