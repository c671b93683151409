package io.auscult.app.config;

/** What a declared host is there for. */
public enum RoleKind {
    SCANNER,
    MONITORING,
    UPDATE_SERVER
}
