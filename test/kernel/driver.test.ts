import { insideLab } from "../support/lab";
import { canEncrypt, openBench } from "../support/lab-bench";
import { testDriver } from "../support/test-driver";
import { testEncryption } from "../support/test-encryption";

insideLab();

const driver = { name: "iproute2", open: openBench };

testDriver(driver);
testEncryption({ ...driver, encrypts: canEncrypt() });
