package io.auscult.core.protocol.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.auscult.core.event.Event;
import io.auscult.core.event.Field;
import io.auscult.core.event.Kind;
import io.auscult.core.protocol.RealCaptures;
import io.auscult.core.protocol.Tshark;
import io.auscult.core.protocol.Tshark.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** PostgreSQL in real captures, held against what Wireshark reads: logins, queries, rows and outcomes. */
class PostgresqlTsharkTest {
    private static final double GOAL = 0.97;
    private static final Field[] COMPARED = {
        PostgresqlParser.USER,
        PostgresqlParser.DATABASE,
        PostgresqlParser.FRONTEND,
        PostgresqlParser.FRONTEND_ARG,
        PostgresqlParser.SUCCESS,
        PostgresqlParser.ROWS
    };

    /** What Wireshark has shown of one connection. */
    private static final class Stream {
        private final List<String> lines = new ArrayList<>();
        private Map<Field, String> line = new HashMap<>();
        private String user = "";
        private String database = "";

        void begin(String frontend, String argument) {
            end();
            line.put(PostgresqlParser.FRONTEND, frontend);
            line.put(PostgresqlParser.FRONTEND_ARG, argument);
            if (frontend.endsWith("query")) {
                line.put(PostgresqlParser.ROWS, "0");
            }
        }

        void row() {
            line.merge(PostgresqlParser.ROWS, "1", (rows, one) -> Integer.toString(Integer.parseInt(rows) + 1));
        }

        void outcome(boolean success) {
            line.putIfAbsent(PostgresqlParser.SUCCESS, success ? "1" : "0");
        }

        void end() {
            if (!line.isEmpty()) {
                line.put(PostgresqlParser.USER, user);
                line.put(PostgresqlParser.DATABASE, database);
                lines.add(text(line));
                line = new HashMap<>();
            }
        }

        void read(Node message) {
            boolean fromClient = message.value("pgsql.frontend").equals("1");
            switch (message.value("pgsql.type")) {
                case "SSL request" -> begin("ssl_request", "");
                case "Startup message" -> {
                    begin("startup", "");
                    readParameters(message);
                }
                case "Simple query" -> begin("simple_query", message.value("pgsql.query"));
                case "Parse" -> begin("extended_query", message.value("pgsql.query"));
                case "Bind", "Execute" -> {
                    if (line.isEmpty()) {
                        begin("extended_query", "");
                    }
                }
                case "Termination" -> {
                    begin("terminate", "");
                    end();
                }
                case "Authentication request" -> {
                    if (message.value("pgsql.authtype").equals("0")) {
                        outcome(true);
                    }
                }
                case "Data row" -> row();
                case "Error" -> {
                    if (!fromClient) {
                        outcome(false);
                        end();
                    }
                }
                case "Ready for query" -> {
                    outcome(!message.value("pgsql.status").equals("69")); // E, in a failed transaction
                    if (line.size() > 1) {
                        end();
                    } else {
                        line.clear();
                    }
                }
                default -> {}
            }
        }

        private void readParameters(Node message) {
            List<Node> names = message.all("pgsql.parameter_name");
            List<Node> values = message.all("pgsql.parameter_value");
            for (int i = 0; i < Math.min(names.size(), values.size()); i++) {
                if (names.get(i).show().equals("user")) {
                    user = values.get(i).show();
                } else if (names.get(i).show().equals("database")) {
                    database = values.get(i).show();
                }
            }
        }
    }

    private static String text(Map<Field, String> line) {
        StringBuilder text = new StringBuilder();
        for (Field field : COMPARED) {
            text.append(line.getOrDefault(field, "")).append('|');
        }
        return text.toString().replaceAll("\\s+", " ");
    }

    @Test
    void shouldReadWhatWiresharkReads() throws IOException, InterruptedException {
        assumeTrue(RealCaptures.areHere(), "no captures at " + RealCaptures.ROOT.toAbsolutePath());
        assumeTrue(Tshark.isInstalled(), "no tshark");
        int expected = 0;
        List<String> missing = new ArrayList<>();
        for (Path capture : RealCaptures.all()) {
            List<String> ours = ours(capture);
            if (ours.isEmpty() && !capture.toString().matches(".*(psql|pgsql|postgres).*")) {
                continue;
            }
            for (String line : theirs(capture)) {
                if (line.contains("|ssl_request|")) {
                    continue; // its answer of one letter is not shown as a message
                }
                expected++;
                if (!ours.remove(line)) {
                    missing.add(capture.getFileName() + ": " + line);
                }
            }
        }

        assertThat(expected).as("operations that Wireshark reads").isGreaterThan(30);
        assertThat(1 - (double) missing.size() / expected)
                .as("of %d operations are missing: %s", expected, String.join("\n", missing))
                .isGreaterThanOrEqualTo(GOAL);
    }

    private static List<String> ours(Path capture) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        RealCaptures.replay(capture, event -> {
            if (event.type() == PostgresqlParser.POSTGRESQL) {
                lines.add(line(event));
            }
        });
        return lines;
    }

    private static String line(Event event) {
        Map<Field, String> line = new HashMap<>();
        for (Field field : COMPARED) {
            if (event.has(field)) {
                line.put(field, field.kind() == Kind.TEXT ? event.text(field) : Long.toString(event.number(field)));
            }
        }
        return text(line);
    }

    private static List<String> theirs(Path capture) throws IOException, InterruptedException {
        Map<String, Stream> streams = new TreeMap<>();
        Tshark.read(capture, "pgsql", packet -> {
            Stream stream = streams.computeIfAbsent(packet.value("tcp.stream"), number -> new Stream());
            for (Node message : packet.all("pgsql")) {
                stream.read(message);
            }
        });
        List<String> lines = new ArrayList<>();
        for (Stream stream : streams.values()) {
            stream.end();
            lines.addAll(stream.lines);
        }
        return lines;
    }
}
