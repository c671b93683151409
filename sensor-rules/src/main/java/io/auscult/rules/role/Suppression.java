package io.auscult.rules.role;

import io.auscult.core.alert.Alert;

/**
 * Alerts of one rule by one host that its role explains.
 *
 * @param grant which role
 * @param last the latest of them, untold
 * @param count how many
 */
public record Suppression(RoleGrant grant, Alert last, long count) {}
