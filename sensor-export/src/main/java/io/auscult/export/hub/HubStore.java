package io.auscult.export.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hub's database: SQLite in a folder, or PostgreSQL; the same SQL for both. What a call has returned survives a kill and a power cut. Any thread: one writes at a
 * time, up to {@link #READERS} read beside it; further ones wait.
 */
public final class HubStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HubStore.class);
    static final int READERS = 4;
    private static final int WAIT_S = 10;
    private static final String FILE = "hub.db";
    private static final String LOCK_FILE = "hub.lock";
    private static final long LOCK = 0x4155_5343_4855_4231L; // of PostgreSQL, so that one hub alone serves
    private static final long LOCK_TO_CREATE = LOCK + 1; // tables: two that begin at once would trip over each other
    private static final int LOCK_WAIT_S = 5; // PostgreSQL may not know yet that the former hub was killed
    private static final int CHECKPOINT = 4_000; // pages of SQLite's log that are moved to its file at once
    private static final int WRITER_KIB = 32 << 10; // SQLite's cache: new ids fall anywhere in the index
    private static final int READER_KIB = 4 << 10;
    private static final int LOCK_PAUSE_MS = 100;
    private static final int BUSY_MS = 10_000;
    private static final int MOST_LOG = 64 << 20; // bytes of SQLite's log that are kept between two transactions

    private static final String[] TABLES = {
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

    /** Reads or writes with a connection. */
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private final String url;
    private final Properties properties;
    private final boolean isSqlite;
    private final ReentrantLock writing = new ReentrantLock();
    private final BlockingQueue<Reader> readers = new ArrayBlockingQueue<>(READERS);
    private final List<Reader> allReaders = new ArrayList<>();
    private final @Nullable Path folder; // of SQLite
    private @Nullable Connection writer;
    private @Nullable FileChannel lock;
    private boolean serves; // under writing: a new connection to PostgreSQL must have the lock, too

    /** A place for a connection that is opened when needed. */
    private static final class Reader {
        private @Nullable Connection connection;
    }

    private HubStore(@Nullable Path folder, String url, Properties properties) {
        this.folder = folder;
        this.url = url;
        this.properties = properties;
        this.isSqlite = url.startsWith("jdbc:sqlite:");
        for (int i = 0; i < READERS; i++) {
            Reader reader = new Reader();
            allReaders.add(reader);
            readers.add(reader);
        }
    }

    /** A database in a folder, which is made where it is absent and closed to others. */
    public static HubStore inFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        System.setProperty(
                "org.sqlite.tmpdir",
                folder.toAbsolutePath().toString()); // its native library: /tmp may forbid programs
        HubStore store =
                new HubStore(folder, "jdbc:sqlite:" + folder.toAbsolutePath().resolve(FILE), new Properties());
        store.create();
        return store;
    }

    /**
     * PostgreSQL.
     *
     * @param url {@code jdbc:postgresql://host/database}
     */
    public static HubStore postgresql(String url, String user, String password) throws IOException {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("database: " + url + " (expected: jdbc:postgresql://host/database)");
        }
        if (url.contains("password=")) {
            throw new IllegalArgumentException("database: not shown (expected: a URL without a password)");
        }
        Properties properties = new Properties();
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
        HubStore store = new HubStore(null, url, properties);
        store.create();
        return store;
    }

    private static boolean isLoopback(String url) {
        return url.matches("jdbc:postgresql://(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d+)?/.*");
    }

    private void create() throws IOException {
        write(connection -> {
            try (Statement statement = connection.createStatement()) {
                if (!isSqlite) {
                    statement.execute("SELECT pg_advisory_xact_lock(" + LOCK_TO_CREATE + ")");
                }
                for (String table : TABLES) {
                    statement.execute(table);
                }
            }
            return 0;
        });
    }

    /** Takes the database for one serving hub. @return whether it was free */
    boolean lock() throws IOException {
        if (folder != null) {
            return lock(folder.resolve(LOCK_FILE));
        }
        writing.lock();
        try {
            serves = lock(writer());
            return serves;
        } catch (SQLException e) {
            throw new IOException("database: " + e.getMessage(), e);
        } finally {
            writing.unlock();
        }
    }

    /** The lock ends with the connection. */
    private static boolean lock(Connection connection) throws SQLException {
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
        try (PreparedStatement query = prepare(connection, "SELECT pg_try_advisory_lock(?)", LOCK);
                ResultSet answer = query.executeQuery()) {
            return answer.next() && answer.getBoolean(1);
        } finally {
            connection.commit();
        }
    }

    /** The lock ends with the process, however that ends. */
    private synchronized boolean lock(Path file) throws IOException {
        if (lock != null) {
            return true; // this process has it
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean isFree = false;
        try {
            isFree = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            isFree = false; // another store of this process has it
        } finally {
            if (isFree) {
                lock = channel;
            } else {
                channel.close();
            }
        }
        return isFree;
    }

    /** One transaction, alone. */
    <T> T write(Work<T> work) throws IOException {
        writing.lock();
        try {
            Connection connection = writer();
            boolean isDone = false;
            try {
                begin(connection);
                T result = work.with(connection);
                end(connection, "COMMIT");
                isDone = true;
                return result;
            } finally {
                if (!isDone) {
                    rollback(connection);
                }
            }
        } catch (SQLException e) {
            throw new IOException("database: " + e.getMessage(), e);
        } finally {
            writing.unlock();
        }
    }

    private Connection writer() throws SQLException {
        Connection known = writer;
        if (known == null || known.isClosed()) {
            known = open(true);
            if (serves && !isSqlite && !lock(known)) {
                closed(known);
                throw new SQLException("another hub serves it now (expected: one hub for one database)");
            }
            writer = known;
        }
        return known;
    }

    /** SQLite's driver would begin the next transaction at once, and keep everybody else from writing: its writer begins its own. */
    private void begin(Connection connection) throws SQLException {
        if (isSqlite) {
            execute(connection, "BEGIN IMMEDIATE"); // waits for its turn, also after other processes
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void end(Connection connection, String how) throws SQLException {
        if (isSqlite) {
            execute(connection, how);
        } else if (how.equals("COMMIT")) {
            connection.commit();
        } else {
            connection.rollback();
        }
    }

    private void rollback(Connection connection) {
        try {
            end(connection, "ROLLBACK");
        } catch (SQLException e) {
            writer = null; // broken: the next call opens another
            closed(connection);
        }
    }

    <T> T read(Work<T> work) throws IOException {
        Reader reader;
        try {
            reader = readers.poll(WAIT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("database: interrupted", e);
        }
        if (reader == null) {
            throw new IOException("database: busy");
        }
        try {
            boolean isNew = reader.connection == null;
            try {
                return read(reader, work);
            } catch (SQLException e) {
                if (isNew) {
                    throw e;
                }
                return read(reader, work); // the connection may have been broken for long
            }
        } catch (SQLException e) {
            throw new IOException("database: " + e.getMessage(), e);
        } finally {
            readers.add(reader);
        }
    }

    private <T> T read(Reader reader, Work<T> work) throws SQLException {
        Connection connection = reader.connection;
        if (connection == null) {
            connection = open(false);
            reader.connection = connection;
        }
        boolean isDone = false;
        try {
            T result = work.with(connection);
            connection.rollback(); // ends what it saw
            isDone = true;
            return result;
        } finally {
            if (!isDone) {
                closed(connection);
                reader.connection = null;
            }
        }
    }

    /** @param writes else it is for reading */
    private Connection open(boolean writes) throws SQLException {
        Connection connection = DriverManager.getConnection(url, properties);
        boolean isReady = false;
        try {
            if (isSqlite) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("PRAGMA busy_timeout = " + BUSY_MS);
                    statement.execute("PRAGMA journal_mode = WAL");
                    statement.execute("PRAGMA journal_size_limit = " + MOST_LOG);
                    statement.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT);
                    statement.execute("PRAGMA cache_size = -" + (writes ? WRITER_KIB : READER_KIB));
                    statement.execute("PRAGMA synchronous = FULL"); // a commit is on the disk
                    statement.execute("PRAGMA trusted_schema = OFF");
                }
            }
            if (!isSqlite || !writes) {
                connection.setAutoCommit(false); // of a page, PostgreSQL sends a few rows at a time then
            }
            isReady = true;
            return connection;
        } finally {
            if (!isReady) {
                closed(connection);
            }
        }
    }

    private static void closed(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            return; // it was broken already
        }
    }

    static PreparedStatement prepare(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (lock != null) {
                lock.close();
                lock = null;
            }
        } catch (IOException e) {
            LOG.warn("hub: {}: {}", LOCK_FILE, e.getMessage());
        }
        writing.lock();
        try {
            closed(writer);
            writer = null;
        } finally {
            writing.unlock();
        }
        allReaders.forEach(reader -> closed(reader.connection));
    }
}
