package io.auscult.export.hub;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** A database of a PostgreSQL server. The lock of the one serving hub ends with the writer's connection, so whoever has it takes it again with each new one. */
final class Postgresql implements Database {
    private static final String SCHEME = "jdbc:postgresql:";
    private static final long LOCK = 0x4155_5343_4855_4231L;
    private static final long LOCK_OF_TABLES = LOCK + 1;
    private static final int LOCK_WAIT_S = 5; // the server may not know yet that the former hub was killed
    private static final int LOCK_PAUSE_MS = 100;

    private final String url;
    private final Properties properties = new Properties();
    private volatile boolean serves;

    /** @param url {@code jdbc:postgresql://host/database} */
    Postgresql(String url, String user, String password) {
        if (!url.startsWith(SCHEME)) {
            throw new IllegalArgumentException("database: " + url + " (expected: jdbc:postgresql://host/database)");
        }
        if (url.contains("password=")) {
            throw new IllegalArgumentException("database: not shown (expected: a URL without a password)");
        }
        this.url = url;
        if (!url.contains("sslmode=") && !isLoopback(url)) {
            properties.setProperty("sslmode", "verify-full");
        }
        properties.setProperty("reWriteBatchedInserts", "true");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("user", user);
        if (!password.isEmpty()) {
            properties.setProperty("password", password);
        }
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "60");
    }

    private static boolean isLoopback(String url) {
        return url.matches("jdbc:postgresql://(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d+)?/.*");
    }

    @Override
    public Connection open(boolean writes) throws SQLException {
        Connection connection = DriverManager.getConnection(url, properties);
        boolean isReady = false;
        try {
            connection.setAutoCommit(false); // of a page, a few rows are sent at a time then
            if (writes && serves && !locked(connection)) {
                throw new SQLException("another hub serves it now (expected: one hub for one database)");
            }
            isReady = true;
            return connection;
        } finally {
            if (!isReady) {
                Database.closed(connection);
            }
        }
    }

    @Override
    public void begin(Connection writer) {} // by itself

    @Override
    public void commit(Connection writer) throws SQLException {
        writer.commit();
    }

    @Override
    public void rollback(Connection writer) throws SQLException {
        writer.rollback();
    }

    @Override
    public void lockTables(Connection writer) throws SQLException {
        try (PreparedStatement lock = HubStore.prepare(writer, "SELECT pg_advisory_xact_lock(?)", LOCK_OF_TABLES)) {
            lock.execute();
        }
    }

    /** Until it knows that most objects are of one collection, it walks over all of them for every post; by itself it looks once a minute. */
    @Override
    public void analyze(Connection writer) throws SQLException {
        try (Statement statement = writer.createStatement()) {
            statement.execute("ANALYZE hub_object");
        }
    }

    @Override
    public boolean lock(Connection writer) throws SQLException {
        serves = locked(writer);
        return serves;
    }

    private static boolean locked(Connection connection) throws SQLException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LOCK_WAIT_S);
        boolean isFree = tryLock(connection);
        while (!isFree && System.nanoTime() < deadline) {
            try {
                Thread.sleep(LOCK_PAUSE_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            isFree = tryLock(connection);
        }
        return isFree;
    }

    private static boolean tryLock(Connection connection) throws SQLException {
        try (PreparedStatement query = HubStore.prepare(connection, "SELECT pg_try_advisory_lock(?)", LOCK);
                ResultSet answer = query.executeQuery()) {
            return answer.next() && answer.getBoolean(1);
        } finally {
            connection.commit();
        }
    }

    @Override
    public void close() {
        serves = false; // the lock itself ends with the connection
    }
}
