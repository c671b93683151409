package io.auscult.export.hub;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The same with a real PostgreSQL. */
class PostgresqlHubKillTest extends HubKillContract {
    private PostgresqlServer server;
    private String url = "";

    @BeforeEach
    void startServer() throws Exception {
        server = PostgresqlServer.startOrSkip();
        url = server.database("hub");
    }

    @AfterEach
    void stopServer() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Override
    HubStore store() throws IOException {
        return HubStore.postgresql(url, PostgresqlServer.USER, PostgresqlServer.PASSWORD);
    }

    @Override
    String database() {
        return url;
    }
}
