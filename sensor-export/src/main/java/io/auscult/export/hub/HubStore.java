package io.auscult.export.hub;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of a hub's database. What a call has returned survives a kill and a power cut. Any thread: one writes at a time, up to {@link #READERS} read
 * beside it; further ones wait.
 */
public final class HubStore implements AutoCloseable {
    static final int READERS = 4;
    private static final int WAIT_S = 10;
    private static final int CLOSE_S = 1;
    private static final int FEW = 500; // objects that are walked over in no time

    /** Reads or writes with a connection. */
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private final Database database;
    private final ReentrantLock writing = new ReentrantLock(true); // who clears up lets members in between
    private final BlockingQueue<Reader> readers = new ArrayBlockingQueue<>(READERS);
    private @Nullable Connection writer;
    private long analyzed; // objects of the collection that had most when that was looked at; under writing
    private volatile boolean isClosed;

    /** A place for a connection that is opened when needed. */
    private static final class Reader {
        private @Nullable Connection connection;

        void close() {
            if (connection != null) {
                Database.closed(connection);
                connection = null;
            }
        }
    }

    private HubStore(Database database) throws IOException {
        this.database = database;
        for (int i = 0; i < READERS; i++) {
            readers.add(new Reader());
        }
        write(connection -> {
            database.lockTables(connection);
            HubTables.make(connection);
            return 0;
        });
    }

    /** An SQLite database in a folder, which is made where it is absent and closed to others. */
    public static HubStore inFolder(Path folder) throws IOException {
        return new HubStore(new SqliteFile(folder));
    }

    /**
     * PostgreSQL.
     *
     * @param url {@code jdbc:postgresql://host/database}
     */
    public static HubStore postgresql(String url, String user, String password) throws IOException {
        return new HubStore(new Postgresql(url, user, password));
    }

    /** Takes the database for one serving hub. @return whether it was free */
    boolean lock() throws IOException {
        writing.lock();
        try {
            return database.lock(writer());
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            writing.unlock();
        }
    }

    /** One transaction, alone. */
    <T> T write(Work<T> work) throws IOException {
        writing.lock();
        try {
            Connection connection = writer();
            boolean isDone = false;
            try {
                database.begin(connection);
                T result = work.with(connection);
                database.commit(connection);
                isDone = true;
                return result;
            } finally {
                if (!isDone) {
                    rollback(connection);
                }
            }
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            writing.unlock();
        }
    }

    /** To be called in a transaction that adds objects: whenever a collection has doubled, the database looks at what it has. */
    void grew(Connection connection, long objects) throws SQLException {
        if (objects > 2 * analyzed + FEW) {
            analyzed = objects;
            database.analyze(connection);
        }
    }

    private Connection writer() throws SQLException {
        Connection known = writer;
        if (isClosed) {
            throw new SQLException("closed");
        }
        if (known == null || known.isClosed()) {
            known = database.open(true);
            writer = known;
        }
        return known;
    }

    private void rollback(Connection connection) {
        try {
            database.rollback(connection);
        } catch (SQLException e) {
            writer = null; // broken: the next call opens another
            Database.closed(connection);
        }
    }

    <T> T read(Work<T> work) throws IOException {
        Reader reader = reader();
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
            throw failed(e);
        } finally {
            if (isClosed) {
                reader.close();
            }
            readers.add(reader);
        }
    }

    private Reader reader() throws IOException {
        try {
            Reader reader = isClosed ? null : readers.poll(WAIT_S, TimeUnit.SECONDS);
            if (reader == null) {
                throw new IOException("database: " + (isClosed ? "closed" : "busy"));
            }
            return reader;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("database: interrupted", e);
        }
    }

    private <T> T read(Reader reader, Work<T> work) throws SQLException {
        Connection connection = reader.connection;
        if (connection == null) {
            connection = database.open(false);
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
                reader.close();
            }
        }
    }

    private static IOException failed(SQLException e) {
        return new IOException("database: " + e.getMessage(), e);
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

    /** Waits a moment for those who read. */
    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        writing.lock();
        try {
            if (writer != null) {
                Database.closed(writer);
                writer = null;
            }
        } finally {
            writing.unlock();
        }
        database.close(); // another hub may serve it now: nothing is written here any more
        try {
            for (int i = 0; i < READERS; i++) {
                Reader reader = readers.poll(CLOSE_S, TimeUnit.SECONDS);
                if (reader != null) {
                    reader.close();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
