package io.auscult.rules.knowledge;

import io.auscult.rules.role.Role;

/**
 * A role that a host was seen to play. Immutable.
 *
 * @param role which
 * @param evidence what was seen, for a person: "serves DNS to 212 hosts"
 * @param hosts how many others were served or asked
 * @param sinceNs ns since 1970
 * @param lastNs ns since 1970
 * @param days on how many days (UTC)
 */
public record LearnedRole(Role role, String evidence, int hosts, long sinceNs, long lastNs, int days) {}
