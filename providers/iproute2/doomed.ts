/**
 * Links that are about to be deleted together are put into this group, never into the group of all that is ours. Nobody
 * else uses such a number; what a crash leaves in it is still ours.
 */
export const DOOMED_GROUP = 1572641157;
