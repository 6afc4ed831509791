import { PolicyPack } from "@pulumi/policy";
import { rules } from "./rules";

new PolicyPack("five-safes", { policies: rules });
