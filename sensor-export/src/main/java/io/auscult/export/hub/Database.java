package io.auscult.export.hub;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** Where a hub keeps everything: how connections are opened, and what each database does in a way of its own. The SQL beyond that is the same for all. Any thread. */
sealed interface Database extends AutoCloseable permits SqliteFile, Postgresql {
    /** @param writes else it is for reading */
    Connection open(boolean writes) throws SQLException;

    /** Begins a transaction of the writer's. */
    void begin(Connection writer) throws SQLException;

    void commit(Connection writer) throws SQLException;

    void rollback(Connection writer) throws SQLException;

    /** To be called in the transaction that makes the tables: two that begin at once would trip over each other. */
    void lockTables(Connection writer) throws SQLException;

    /** Looks at what the objects are like, where queries are planned by that. */
    void analyze(Connection writer) throws SQLException;

    /** Takes it for one serving hub, until the process ends, however it does. @return whether it was free */
    boolean lock(Connection writer) throws IOException, SQLException;

    /** Gives back what {@link #lock} took. */
    @Override
    void close();

    static void closed(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            return; // it was broken already
        }
    }
}
