package io.auscult.export.hub;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables and indexes of a hub's database. Stateless. */
final class HubTables {
    private static final String[] ALL = {
        """
        CREATE TABLE IF NOT EXISTS hub_collection (
          id TEXT PRIMARY KEY, root TEXT NOT NULL, alias TEXT NOT NULL, title TEXT NOT NULL, UNIQUE (root, alias))""",
        """
        CREATE TABLE IF NOT EXISTS hub_object (
          collection TEXT NOT NULL, added BIGINT NOT NULL, id TEXT NOT NULL, version BIGINT NOT NULL, type TEXT NOT NULL,
          member TEXT NOT NULL, body BYTEA NOT NULL, PRIMARY KEY (collection, added))""",
        "CREATE UNIQUE INDEX IF NOT EXISTS hub_object_version ON hub_object (collection, id, version)",
        "CREATE INDEX IF NOT EXISTS hub_object_member ON hub_object (collection, member, added)",
        """
        CREATE TABLE IF NOT EXISTS hub_extent (
          collection TEXT NOT NULL, member TEXT NOT NULL, added BIGINT NOT NULL, objects BIGINT NOT NULL,
          bytes BIGINT NOT NULL, PRIMARY KEY (collection, member))""",
        """
        CREATE TABLE IF NOT EXISTS hub_token (
          hash TEXT PRIMARY KEY, name TEXT NOT NULL, member TEXT NOT NULL, reads TEXT NOT NULL, writes TEXT NOT NULL,
          created BIGINT NOT NULL, revoked BIGINT)""",
        """
        CREATE TABLE IF NOT EXISTS hub_status (
          id TEXT PRIMARY KEY, root TEXT NOT NULL, member TEXT NOT NULL, created BIGINT NOT NULL, body BYTEA NOT NULL)""",
        "CREATE INDEX IF NOT EXISTS hub_status_created ON hub_status (created)",
        """
        CREATE TABLE IF NOT EXISTS hub_audit (
          at BIGINT NOT NULL, member TEXT NOT NULL, token TEXT NOT NULL, address TEXT NOT NULL, action TEXT NOT NULL,
          subject TEXT NOT NULL, objects BIGINT NOT NULL, refused BIGINT NOT NULL, detail TEXT NOT NULL)""",
        "CREATE INDEX IF NOT EXISTS hub_audit_at ON hub_audit (at)",
    };

    private HubTables() {}

    /** Makes those that are absent. */
    static void make(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : ALL) {
                statement.execute(sql);
            }
        }
    }
}
