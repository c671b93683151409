package io.auscult.export.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same with a real PostgreSQL; one server for all, a database for each. */
class PostgresqlHubTest extends HubContract {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static PostgresqlServer server;
    private String url = "";

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
            url = server.database("hub" + NUMBER.incrementAndGet());
            return open(url);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    HubStore again(Path folder) throws IOException {
        return open(url);
    }

    private static HubStore open(String url) throws IOException {
        return HubStore.postgresql(url, PostgresqlServer.USER, PostgresqlServer.PASSWORD);
    }

    @Test
    void shouldRefuseASecondHubOnTheSameDatabase() throws Exception {
        try (HubStore second = open(url)) {
            assertThat(new TokenTable(second, java.time.Clock.systemUTC()).all())
                    .as("commands beside it")
                    .hasSize(1);
            assertThat(second.lock()).isFalse();
        }
    }

    @Test
    void shouldGoOnAfterTheServerWasKilled() throws Exception {
        String writer = hub().token("writer", Set.of("*"), Set.of("*"));
        assertThat(post(writer, indicator(1, 0)).statusCode()).isEqualTo(202);
        server.kill();
        var refused = post(writer, indicator(2, 0));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        assertThat(refused.body()).doesNotContain(PostgresqlServer.USER);
        server.start();
        for (int i = 0; i < 2 && post(writer, indicator(3, 0)).statusCode() != 202; i++) {
            Thread.sleep(100); // its connection is found broken once
        }
        assertThat(read(OBJECTS).path("objects")).hasSize(2);
        try (HubStore second = open(url)) {
            assertThat(second.lock())
                    .as("the lock came back with the connection")
                    .isFalse();
        }
    }

    /** Without it, each post walks over all objects until PostgreSQL looks by itself, which it does once a minute. */
    @Test
    void shouldLookAtWhatItHasWhenThatHasGrown() throws Exception {
        String writer = hub().token("writer", Set.of("*"), Set.of("*"));
        for (int i = 0; i < 6; i++) {
            int from = 100 * i;
            String[] more = IntStream.range(from, from + 100)
                    .mapToObj(number -> indicator(number, 0))
                    .toArray(String[]::new);
            assertThat(post(writer, more).statusCode()).isEqualTo(202);
        }
        long known = hub().store().read(connection -> {
            try (var query = HubStore.prepare(
                            connection,
                            "SELECT COUNT(*) FROM pg_stats WHERE tablename = 'hub_object' AND attname = 'id'");
                    var row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : -1;
            }
        });
        assertThat(known).isEqualTo(1);
    }

    @Test
    void shouldSayWhatIsWrongWithADatabase() {
        assertThatThrownBy(() -> HubStore.postgresql(url, PostgresqlServer.USER, "wrong"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("password authentication failed")
                .hasMessageNotContaining("wrong");
        assertThatThrownBy(() -> HubStore.postgresql(url + "?password=x", "u", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("without a password");
        assertThatThrownBy(() -> HubStore.postgresql("jdbc:mysql://x/y", "u", ""))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
