/** Plans that wait in a file for their apply. */
export { decodePlan, foreignPlan, isSavedPlan } from "./decode";
export { encodePlan } from "./encode";
