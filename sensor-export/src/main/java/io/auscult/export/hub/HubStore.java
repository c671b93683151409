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
    private static final long LOCK = 0x4155_5343_4855_4231L; // of PostgreSQL, so that one hub alone writes

    private static final String[] TABLES = {
        """
        CREATE TABLE IF NOT EXISTS hub_collection (
          id TEXT PRIMARY KEY, root TEXT NOT NULL, alias TEXT NOT NULL, title TEXT NOT NULL, UNIQUE (root, alias))""",
        """
        CREATE TABLE IF NOT EXISTS hub_object (
          collection TEXT NOT NULL, added BIGINT NOT NULL, id TEXT NOT NULL, version BIGINT NOT NULL, type TEXT NOT NULL,
          member TEXT NOT NULL, body BYTEA NOT NULL, PRIMARY KEY (collection, added))""",
        "CREATE UNIQUE INDEX IF NOT EXISTS hub_object_version ON hub_object (collection, id, version)",
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
        Properties properties = new Properties();
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

    private void create() throws IOException {
        write(connection -> {
            try (Statement statement = connection.createStatement()) {
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
        return write(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet answer = statement.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ")")) {
                return answer.next() && answer.getBoolean(1);
            }
        });
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
                T result = work.with(connection);
                connection.commit();
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
            known = open();
            known.setAutoCommit(false);
            writer = known;
        }
        return known;
    }

    private void rollback(Connection connection) {
        try {
            connection.rollback();
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
            Connection connection = reader.connection;
            if (connection == null || connection.isClosed()) {
                connection = open();
                reader.connection = connection;
            }
            return work.with(connection);
        } catch (SQLException e) {
            closed(reader.connection);
            reader.connection = null;
            throw new IOException("database: " + e.getMessage(), e);
        } finally {
            readers.add(reader);
        }
    }

    private Connection open() throws SQLException {
        Connection connection = DriverManager.getConnection(url, properties);
        if (isSqlite) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA busy_timeout = 10000");
                statement.execute("PRAGMA journal_mode = WAL");
                statement.execute("PRAGMA synchronous = FULL"); // a commit is on the disk
                statement.execute("PRAGMA trusted_schema = OFF");
            }
        }
        return connection;
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
