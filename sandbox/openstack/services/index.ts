import type { Service } from "../service";
import { barbican } from "./barbican";
import { cinder } from "./cinder";
import { glance } from "./glance";
import { keystone } from "./keystone";
import { neutron } from "./neutron";
import { nova } from "./nova";
import { octavia } from "./octavia";
import { placement } from "./placement";

/** The services of the cloud. */
export const services: Service[] = [keystone, placement, glance, neutron, nova, cinder, octavia, barbican];
