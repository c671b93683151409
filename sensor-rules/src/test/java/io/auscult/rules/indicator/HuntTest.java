package io.auscult.rules.indicator;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Outcome;
import io.auscult.core.indicator.Indicator;
import io.auscult.core.indicator.IndicatorTable;
import io.auscult.core.indicator.IndicatorTable.Limits;
import io.auscult.core.indicator.IndicatorType;
import io.auscult.rules.identity.LeakedAccounts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HuntTest {
    private static final String ENDS =
            "\"id.orig_h\":\"10.0.0.1\",\"id.orig_p\":5000,\"id.resp_h\":\"198.51.100.7\",\"id.resp_p\":443";
    private static final String MD5 = "e7d705a3286e19ea42f587b344ee6865";

    @TempDir
    Path folder;

    private final IndicatorTable table = new IndicatorTable(Limits.DEFAULT);

    @Test
    void shouldFindEveryKindInItsLog() throws Exception {
        add(IndicatorType.ADDRESS, "198.51.100.7");
        add(IndicatorType.DOMAIN, "evil.example");
        add(IndicatorType.URL, "http://bad.example/a?b");
        add(IndicatorType.JA3, MD5);
        add(IndicatorType.MD5, MD5);
        add(IndicatorType.CERTIFICATE, MD5 + MD5);
        add(IndicatorType.USER, "anna@clinic.example");
        add(IndicatorType.EMAIL, "billing@evil.example");
        log(
                "conn.log",
                "{\"ts\":1795293614.136629,\"uid\":\"C1\"," + ENDS + ",\"proto\":\"tcp\",\"conn_state\":\"S0\"}");
        log(
                "dns.log",
                "{\"ts\":\"2026-11-21T20:40:14.136629Z\",\"uid\":\"C2\"," + ENDS
                        + ",\"query\":\"CDN.Evil.example\",\"rcode\":3}");
        log(
                "http.log",
                "{\"ts\":1,\"uid\":\"C3\"," + ENDS
                        + ",\"host\":\"Bad.example:80\",\"uri\":\"/a?b\",\"status_code\":200}");
        log(
                "ssl.log",
                "{\"ts\":1,\"uid\":\"C4\"," + ENDS + ",\"ja3\":\"" + MD5 + "\",\"cert_chain_fps\":[\"" + MD5 + MD5
                        + "\"]}");
        log("files.log", "{\"ts\":1,\"uid\":\"C5\"," + ENDS + ",\"md5\":\"" + MD5 + "\"}");
        log(
                "identity.log",
                "{\"ts\":1,\"uid\":\"C6\"," + ENDS
                        + ",\"user\":\"Anna\",\"domain\":\"CLINIC.example\",\"outcome\":\"failure\"}");
        log("smtp.log", "{\"ts\":1,\"uid\":\"C7\"," + ENDS + ",\"from\":\"Us <billing@EVIL.example>\"}");

        List<Find> finds = hunt(LeakedAccounts.NONE);

        assertThat(finds)
                .extracting(find -> find.uid() + " " + find.field() + " " + find.outcome())
                .containsExactlyInAnyOrder(
                        "C1 conn.id.resp_h ATTEMPTED",
                        "C2 dns.query FAILED",
                        "C3 http.uri SUCCEEDED",
                        "C4 ssl.ja3 SUCCEEDED",
                        "C4 ssl.cert_chain_fps SUCCEEDED",
                        "C5 files.md5 SUCCEEDED",
                        "C6 identity.user FAILED",
                        "C7 smtp.from SUCCEEDED");
        assertThat(finds)
                .filteredOn(find -> find.uid().equals("C1") || find.uid().equals("C2"))
                .extracting(Find::time)
                .containsOnly(Instant.parse("2026-11-21T20:40:14.136629Z"));
    }

    @Test
    void shouldLookIntoArchivesAndPassOverWhatIsNoLog() throws Exception {
        add(IndicatorType.ADDRESS, "198.51.100.7");
        String line = "{\"ts\":1,\"uid\":\"C1\"," + ENDS + "}";
        Path day = Files.createDirectories(folder.resolve("2026-11-21"));
        try (OutputStream out =
                new GZIPOutputStream(Files.newOutputStream(day.resolve("conn.2026-11-21-10-00-00-11-00-00.log.gz")))) {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        log("conn.log", line + "\nno JSON\n{\"cut\": \n[1]\n" + "x".repeat(Hunt.MOST_LINE + 10) + "\n" + line);
        log("conn.txt", line);
        log("other.log", line);
        Files.write(folder.resolve("dns.log.gz"), new byte[] {1, 2, 3});
        List<Find> finds = new ArrayList<>();

        Hunt.Result result = new Hunt(table, LeakedAccounts.NONE).search(folder, bytes -> {}, finds::add);

        assertThat(finds).hasSize(3);
        assertThat(result.unreadable()).isEqualTo(4);
        assertThat(result.troubles()).singleElement().asString().contains("dns.log.gz");
    }

    @Test
    void shouldFindLeakedAccountsInThePast() throws Exception {
        log(
                "identity.log",
                "{\"ts\":1,\"uid\":\"C1\"," + ENDS
                        + ",\"user\":\"anna\",\"outcome\":\"success\"}\n{\"ts\":1,\"uid\":\"C2\"," + ENDS
                        + ",\"user\":\"berta\"}");
        List<Find> finds = hunt(LeakedAccounts.of(List.of("Anna")));
        assertThat(finds).singleElement().satisfies(find -> {
            assertThat(find.met()).isEqualTo("anna");
            assertThat(find.matched()).isEmpty();
            assertThat(find.outcome()).isEqualTo(Outcome.SUCCEEDED);
        });
    }

    @Test
    void shouldStopWhenItIsTold() throws Exception {
        add(IndicatorType.ADDRESS, "198.51.100.7");
        log("conn.log", ("{\"ts\":1,\"uid\":\"C1\"," + ENDS + "}\n").repeat(10));
        List<Find> finds = new ArrayList<>();
        new Hunt(table, LeakedAccounts.NONE).search(folder, bytes -> {}, find -> {
            finds.add(find);
            return finds.size() < 3;
        });
        assertThat(finds).hasSize(3);
    }

    private void add(IndicatorType type, String value) {
        String id = type.word() + ":" + value;
        table.put("list", id, List.of(Indicator.of(type, value, "list", id)), (each, what) -> {});
    }

    private void log(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text + "\n");
    }

    private List<Find> hunt(LeakedAccounts leaked) throws Exception {
        List<Find> finds = new ArrayList<>();
        new Hunt(table, leaked).search(folder, bytes -> {}, finds::add);
        return finds;
    }
}
