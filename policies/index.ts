import { PolicyPack } from "@pulumi/policy";
import { seeingInputs } from "./kit/preview-inputs";
import { rules } from "./rules";

// the SDK takes the pack's version from the folder that it stands in, which is the program's and may have none
const program = process.cwd();
process.chdir(__dirname);
new PolicyPack("five-safes", { policies: seeingInputs(rules) });
process.chdir(program);
