package io.auscult.export.share;

/** When a person has to say yes before an incident leaves. */
public enum Approval {
    /** For each incident. */
    ALWAYS,
    /** For what is marked above the policy's marking or is at least as severe as it says. */
    ABOVE,
    /** Nobody is asked; what is marked above the policy's marking never leaves. */
    NEVER
}
