package io.auscult.core.alert;

/**
 * A MITRE ATT&CK technique with the tactic it serves here.
 *
 * @param id such as T1046 or T1021.002
 * @param name ATT&CK's name
 * @param tacticId such as TA0007
 * @param tacticName ATT&CK's name
 */
public record Technique(String id, String name, String tacticId, String tacticName) {}
