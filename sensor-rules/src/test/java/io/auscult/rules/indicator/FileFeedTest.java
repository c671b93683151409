package io.auscult.rules.indicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auscult.core.event.LocalNets;
import io.auscult.core.indicator.Indicator;
import io.auscult.core.indicator.IndicatorIntake;
import io.auscult.core.indicator.IndicatorSink;
import io.auscult.core.indicator.IndicatorTable;
import io.auscult.core.indicator.IndicatorTable.Limits;
import io.auscult.core.indicator.IndicatorType;
import io.auscult.core.indicator.Tlp;
import io.auscult.core.indicator.WarningList;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FileFeedTest {
    private static final String MD5 = "e7d705a3286e19ea42f587b344ee6865";

    @TempDir
    Path folder;

    private final IndicatorTable table = new IndicatorTable(Limits.DEFAULT);
    private final IndicatorIntake intake =
            new IndicatorIntake("list", table, new WarningList(LocalNets.DEFAULT, List.of()), indicator -> {});

    @Test
    void shouldTellByItsFormWhatALineIs() throws IOException {
        Path file = file(
                "list.txt",
                "\uFEFF# ours\n198.51.100.7 # a scanner\r\n198.51.100.0/24\n\nevil[.]example\nhxxp://evil.example/a\n"
                        + MD5 + "\nja3:" + MD5 + "\nuser:CLINIC\\anna\n; end\nbilling@evil.example");
        assertThat(read(file))
                .extracting(each -> each.type() + " " + each.value())
                .containsExactly(
                        "ADDRESS 198.51.100.7",
                        "NETWORK 198.51.100.0/24",
                        "DOMAIN evil.example",
                        "URL http://evil.example/a",
                        "MD5 " + MD5,
                        "JA3 " + MD5,
                        "USER clinic\\anna",
                        "EMAIL billing@evil.example");
    }

    @Test
    void shouldReadCsvByItsHeader() throws IOException {
        Path file = file(
                "list.csv",
                "id,indicator,type,confidence,tlp,valid_until,tags\n"
                        + "7,\"evil.example\",domain,80,TLP:GREEN,2027-01-02,\"emotet,bot \"\"x\"\"\"\n"
                        + "8," + MD5 + ",ja3-fingerprint-md5,,,,\n"
                        + "9,evil.example,domain,many,,,\n");
        List<Indicator> all = read(file);
        assertThat(all).hasSize(2);
        assertThat(all.getFirst())
                .isEqualTo(new Indicator(
                        IndicatorType.DOMAIN,
                        "evil.example",
                        "list",
                        "7",
                        80,
                        Tlp.GREEN,
                        null,
                        Instant.parse("2027-01-02T00:00:00Z"),
                        List.of("emotet", "bot \"x\"")));
        assertThat(all.getLast().type()).isEqualTo(IndicatorType.JA3);
    }

    /** As abuse.ch publishes them. */
    @Test
    void shouldReadCsvWhoseHeaderIsAComment() throws IOException {
        Path file = file(
                "urls.csv",
                "################\n# Last updated: 2026-01-01, every 5 minutes\n# id,dateadded,url,url_status,tags\n"
                        + "1,2026-01-01 10:00:00,\"http://bad.example/x.exe\",\"online\",\"exe,elf\"\n");
        Indicator url = read(file).getFirst();
        assertThat(url.value()).isEqualTo("http://bad.example/x.exe");
        assertThat(url.sourceId()).isEqualTo("1");
        assertThat(url.labels()).containsExactly("exe", "elf");
        assertThat(url.validFrom()).isEqualTo("2026-01-01T10:00:00Z");
        assertThat(read(file("ips.csv", "\"first_seen_utc\",\"dst_ip\"\n\"2026-01-01\",\"198.51.100.9\"\n")))
                .extracting(Indicator::value)
                .containsExactly("198.51.100.9");
    }

    @Test
    void shouldReadABundleOfStix() throws IOException {
        Path file = file("bundle.json", """
                {"type": "bundle", "id": "bundle--1", "objects": [
                  {"type": "malware", "id": "malware--1", "name": "x"},
                  {"type": "indicator", "id": "indicator--1", "pattern_type": "stix", "pattern": "[ipv4-addr:value = '198.51.100.7']",
                   "confidence": 85, "valid_from": "2026-01-01T00:00:00.000Z", "valid_until": "2027-01-01T00:00:00Z", "labels": ["c2"],
                   "object_marking_refs": ["marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1"]},
                  {"type": "indicator", "id": "indicator--2", "revoked": true, "pattern": "[ipv4-addr:value = '198.51.100.8']"},
                  {"type": "indicator", "id": "indicator--3", "pattern_type": "yara", "pattern": "rule x {}"},
                  {"type": "indicator", "id": "indicator--4", "confidence": 90, "pattern": "[ipv4-addr:value = '198.51.100.9' AND network-traffic:dst_port = 443]"}
                ]}""");
        List<Indicator> all = read(file);
        assertThat(all).hasSize(2);
        assertThat(all.getFirst().sourceId()).isEqualTo("indicator--1");
        assertThat(all.getFirst().tlp()).isEqualTo(Tlp.RED);
        assertThat(all.getFirst().confidence()).isEqualTo(85);
        assertThat(all.getLast().confidence()).as("less than the pattern said").isEqualTo(40);
    }

    @Test
    void shouldReadAnExportOfMisp() throws IOException {
        Path file = file("misp.json", """
                {"response": [{"Event": {"id": "1", "Attribute": [
                  {"uuid": "5b9e1ad0-0b5c-4a3e-8f31-0123456789ab", "type": "ip-dst|port", "value": "198.51.100.7|443", "to_ids": true,
                   "Tag": [{"name": "tlp:amber+strict"}, {"name": "emotet"}]},
                  {"uuid": "2", "type": "ip-dst", "value": "198.51.100.8", "to_ids": false},
                  {"uuid": "3", "type": "comment", "value": "x", "to_ids": true}],
                 "Object": [{"Attribute": [{"uuid": "4", "type": "sha1", "value": "abcdef0123456789abcdef0123456789abcdef01", "to_ids": "1"}]}]}}]}""");
        List<Indicator> all = read(file);
        assertThat(all)
                .extracting(Indicator::value)
                .containsExactly("198.51.100.7", "abcdef0123456789abcdef0123456789abcdef01");
        assertThat(all.getFirst().tlp()).isEqualTo(Tlp.AMBER_STRICT);
        assertThat(all.getFirst().labels()).contains("emotet");
    }

    /** MISP writes the tags of an event behind its attributes. */
    @Test
    void shouldTakeTheStrictestOfWhatAnEventAndItsAttributeSay() throws IOException {
        Path file = file("misp.json", """
                {"response": [
                  {"Event": {"Attribute": [{"uuid": "1", "type": "domain", "value": "one.example", "to_ids": true,
                       "Tag": [{"name": "tlp:green"}]}],
                    "RelatedEvent": [{"Event": {"Tag": [{"name": "tlp:clear"}]}}],
                    "Object": [{"Attribute": [{"uuid": "2", "type": "domain", "value": "two.example", "to_ids": true}]}],
                    "Tag": [{"name": "tlp:red"}, {"name": "misp:confidence-level=\\"rarely-confident\\""}]}},
                  {"Event": {"Tag": [], "Attribute": [
                    {"uuid": "3", "type": "domain", "value": "three.example", "to_ids": true}]}}]}""");
        List<Indicator> all = read(file);
        assertThat(all).extracting(Indicator::value).containsExactly("one.example", "two.example", "three.example");
        assertThat(all).extracting(Indicator::tlp).containsExactly(Tlp.RED, Tlp.RED, Tlp.AMBER);
        assertThat(all).extracting(Indicator::confidence).containsExactly(25, 25, Indicator.UNKNOWN);
    }

    @Test
    void shouldNotTakeAnEmptyFileForAnEmptyList() throws IOException {
        Path file = file("list.txt", "198.51.100.7\n");
        FileFeed feed = feed(file);
        String position = intake.pull(feed, "", Instant.now());
        older(file("list.txt", ""));
        intake.pull(feed, position, Instant.now());
        assertThat(values()).containsExactly("198.51.100.7");
        assertThat(intake.trouble()).contains("list.txt: empty");
        older(file("list.txt", "# none any more\n"));
        intake.pull(feed, position, Instant.now());
        assertThat(values()).isEmpty();
    }

    @Test
    void shouldReadGzip() throws IOException {
        Path file = folder.resolve("list.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("198.51.100.7\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(read(file)).hasSize(1);
    }

    @Test
    void shouldTakeUpChangesAndWithdrawWhatIsGone() throws IOException {
        Path file = file("list.txt", "one.example\ntwo.example\n");
        FileFeed feed = feed(file);
        String position = intake.pull(feed, "", Instant.now());
        assertThat(table.size()).isEqualTo(2);
        assertThat(intake.pull(feed, position, Instant.now())).isEqualTo(position);
        assertThat(table.size()).isEqualTo(2);
        older(file("list.txt", "two.example\nthree.example\nfour.example\n"));
        intake.pull(feed, position, Instant.now());
        assertThat(values()).containsExactlyInAnyOrder("two.example", "three.example", "four.example");
        assertThat(intake.trouble()).isNull();
    }

    @Test
    void shouldKeepWhatItHadWhenAFileBreaksAndSaySo() throws IOException {
        Path file = file("bundle.json", bundle("198.51.100.7"));
        FileFeed feed = feed(folder);
        String position = intake.pull(feed, "", Instant.now());
        assertThat(values()).containsExactly("198.51.100.7");
        String whole = bundle("198.51.100.8");
        older(file("bundle.json", whole.substring(0, whole.length() - 3)));
        assertThat(intake.pull(feed, position, Instant.now())).isEqualTo(position);
        assertThat(values()).containsExactly("198.51.100.7");
        assertThat(intake.trouble()).contains("bundle.json");
        Files.delete(file);
        older(file("prose.txt", "Dear colleagues,\nplease find attached\n"));
        intake.pull(feed, position, Instant.now());
        assertThat(values()).containsExactly("198.51.100.7");
        assertThat(intake.trouble()).contains("prose.txt: nothing in it is an indicator");
        older(file("prose.txt", "198.51.100.9\n"));
        intake.pull(feed, position, Instant.now());
        assertThat(values()).containsExactly("198.51.100.9");
        assertThat(intake.trouble()).isNull();
    }

    @Test
    void shouldRefuseWhatWouldMatchEverywhere() throws IOException {
        intake.pull(
                feed(file("list.txt", "0.0.0.0/0\n10.0.0.1\ngoogle.com\nco.uk\n8.8.8.8\n198.51.100.7\n")),
                "",
                Instant.now());
        assertThat(values()).containsExactly("198.51.100.7");
        assertThat(intake.refusals()).isEqualTo(5);
        assertThat(intake.shownRefusals().getFirst()).contains("0.0.0.0/0", "too large");
    }

    @Test
    @Timeout(60)
    void shouldPassOverALineThatNeverEnds() throws IOException {
        Path file = folder.resolve("long.txt");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write("198.51.100.7\n".getBytes(StandardCharsets.UTF_8));
            byte[] chunk = "a".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 300; i++) {
                out.write(chunk);
            }
            out.write("\n198.51.100.8\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(read(file)).hasSize(2);
    }

    @Test
    void shouldRefuseOtherEncodingsAndGarbage() throws IOException {
        Path utf16 = folder.resolve("utf16.txt");
        Files.write(utf16, "198.51.100.7\r\nevil.example\r\n".getBytes(StandardCharsets.UTF_16));
        assertThatThrownBy(() -> read(utf16))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("UTF-16 (expected: UTF-8)");
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            byte[] garbage = new byte[random.nextInt(2_000)];
            random.nextBytes(garbage);
            Path file = folder.resolve("garbage");
            Files.write(file, garbage);
            try {
                read(file);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("garbage");
            }
        }
    }

    @Test
    void shouldRefuseJsonThatIsDeeperOrLargerThanItsBounds() throws IOException {
        Path deep = file("deep.json", "{\"objects\": [" + "[".repeat(5_000));
        assertThatThrownBy(() -> read(deep)).isInstanceOf(IOException.class);
        Path wide = file("wide.json", "{\"objects\": [{\"a\": [" + "1,".repeat(JsonObjects.MOST_VALUES + 1) + "1]}]}");
        assertThatThrownBy(() -> read(wide)).isInstanceOf(IOException.class).hasMessageContaining("values");
        Path other = file("other.json", "{\"a\": 1}");
        assertThatThrownBy(() -> read(other)).isInstanceOf(IOException.class).hasMessageContaining("neither");
    }

    private static String bundle(String address) {
        return "{\"type\": \"bundle\", \"objects\": [{\"type\": \"indicator\", \"id\": \"indicator--1\", \"pattern\": \"[ipv4-addr:value = '"
                + address + "']\"}]}";
    }

    private List<String> values() {
        List<String> values = new ArrayList<>();
        table.forEach(indicator -> values.add(indicator.value()));
        return values;
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** As if nobody were writing it just now. */
    private static void older(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(5)));
    }

    private FileFeed feed(Path place) {
        return new FileFeed("list", place, Duration.ofSeconds(1));
    }

    private List<Indicator> read(Path file) throws IOException {
        List<Indicator> all = new ArrayList<>();
        feed(file).check(file, new IndicatorSink() {
            @Override
            public void put(String sourceId, List<Indicator> now) {
                all.addAll(now);
            }

            @Override
            public void refused(String what, String reason) {}
        });
        return all;
    }
}
