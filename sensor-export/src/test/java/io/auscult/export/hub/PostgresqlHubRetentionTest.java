package io.auscult.export.hub;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same with a real PostgreSQL; a database for each test. */
class PostgresqlHubRetentionTest extends HubRetentionContract {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static PostgresqlServer server;

    @BeforeAll
    static void startServer() throws Exception {
        server = PostgresqlServer.startOrSkip();
    }

    @AfterAll
    static void stopServer() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Override
    HubStore store(Path folder) throws IOException {
        try {
            return HubStore.postgresql(
                    server.database("kept" + NUMBER.incrementAndGet()),
                    PostgresqlServer.USER,
                    PostgresqlServer.PASSWORD);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
