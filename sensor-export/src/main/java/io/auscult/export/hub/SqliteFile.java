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
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database in a file, with SQLite's log beside it. Its driver would begin the next transaction at once, and keep everybody else from writing: the writer begins its own. */
final class SqliteFile implements Database {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteFile.class);
    private static final String FILE = "hub.db";
    private static final String LOCK_FILE = "hub.lock";
    private static final int CHECKPOINT = 4_000; // pages of the log that are moved to the file at once
    private static final int WRITER_KIB = 32 << 10; // cache: new ids fall anywhere in the index
    private static final int READER_KIB = 4 << 10;
    private static final int BUSY_MS = 10_000;
    private static final int MOST_LOG = 64 << 20; // bytes that are kept between two transactions

    private final Path folder;
    private final String url;
    private @Nullable FileChannel lock;

    /** @param folder is made where it is absent, and closed to others */
    SqliteFile(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        this.folder = folder;
        url = "jdbc:sqlite:" + folder.toAbsolutePath().resolve(FILE);
        System.setProperty(
                "org.sqlite.tmpdir",
                folder.toAbsolutePath().toString()); // its native library: /tmp may forbid programs
    }

    @Override
    public Connection open(boolean writes) throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        boolean isReady = false;
        try {
            execute(connection, "PRAGMA busy_timeout = " + BUSY_MS);
            execute(connection, "PRAGMA journal_mode = WAL");
            execute(connection, "PRAGMA journal_size_limit = " + MOST_LOG);
            execute(connection, "PRAGMA wal_autocheckpoint = " + CHECKPOINT);
            execute(connection, "PRAGMA cache_size = -" + (writes ? WRITER_KIB : READER_KIB));
            execute(connection, "PRAGMA synchronous = FULL"); // a commit is on the disk
            execute(connection, "PRAGMA trusted_schema = OFF");
            connection.setAutoCommit(writes);
            isReady = true;
            return connection;
        } finally {
            if (!isReady) {
                Database.closed(connection);
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void begin(Connection writer) throws SQLException {
        execute(writer, "BEGIN IMMEDIATE"); // waits for its turn, also after other processes
    }

    @Override
    public void commit(Connection writer) throws SQLException {
        execute(writer, "COMMIT");
    }

    @Override
    public void rollback(Connection writer) throws SQLException {
        execute(writer, "ROLLBACK");
    }

    @Override
    public void lockTables(Connection writer) {} // only one writes anyway

    @Override
    public void analyze(Connection writer) {} // takes the index that fits most terms

    @Override
    public synchronized boolean lock(Connection writer) throws IOException {
        if (lock != null) {
            return true; // this process has it
        }
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
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
    }
}
