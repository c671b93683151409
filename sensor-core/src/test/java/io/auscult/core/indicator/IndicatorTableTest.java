package io.auscult.core.indicator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.IpAddress;
import io.auscult.core.indicator.IndicatorTable.Limits;
import io.auscult.core.indicator.IndicatorTable.Put;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class IndicatorTableTest {
    private static final long NOW = Instant.parse("2026-11-22T12:00:00Z").getEpochSecond();
    private static final String ID = "indicator--0c1d7a52-5c0b-4f2a-9d55-6a2f3b7e9c10";

    private final IndicatorTable table = new IndicatorTable(Limits.DEFAULT);
    private final IndicatorLookup lookup = new IndicatorLookup(table);

    @Test
    void shouldFindAnAddressAndEveryNetworkAroundIt() {
        put(IndicatorType.ADDRESS, "198.51.100.7");
        put(IndicatorType.NETWORK, "198.51.100.0/24");
        put(IndicatorType.NETWORK, "198.51.0.0/16");
        put(IndicatorType.NETWORK, "2001:db8::/32");

        assertThat(address("198.51.100.7")).containsExactly("198.51.100.7", "198.51.100.0/24", "198.51.0.0/16");
        assertThat(address("198.51.100.8")).containsExactly("198.51.100.0/24", "198.51.0.0/16");
        assertThat(address("198.51.1.8")).containsExactly("198.51.0.0/16");
        assertThat(address("2001:db8:1::8")).containsExactly("2001:db8::/32");
        assertThat(address("198.52.1.8")).isEmpty();
        assertThat(address("::198.51.100.7")).isEmpty();
    }

    @Test
    void shouldFindAnAddressThatWasAbsentBefore() {
        assertThat(address("198.51.100.7")).isEmpty();
        put(IndicatorType.ADDRESS, "198.51.100.8");
        for (int i = 0; i < 3 * AbsentAddresses.MOST; i++) {
            assertThat(lookup.address(0, 0xFFFF_0000_0000L + i)).isFalse();
        }
        for (String absent : List.of("198.51.100.7", "198.51.100.7", "2001:db8::7", "2001:db8::7")) {
            assertThat(address(absent)).isEmpty();
        }
        put(IndicatorType.ADDRESS, "198.51.100.7");
        put(IndicatorType.NETWORK, "2001:db8::/32");
        assertThat(address("198.51.100.7")).containsExactly("198.51.100.7");
        assertThat(address("2001:db8::7")).containsExactly("2001:db8::/32");
        assertThat(address("198.51.100.8")).containsExactly("198.51.100.8");
    }

    @Test
    void shouldFindANameAndThoseAboveItOnly() {
        put(IndicatorType.DOMAIN, "evil.example");
        put(IndicatorType.DOMAIN, "very.evil.example");

        assertThat(domain("evil.example")).containsExactly("evil.example");
        assertThat(domain("Cdn.VERY.Evil.Example.")).containsExactly("very.evil.example", "evil.example");
        assertThat(domain("notevil.example")).isEmpty();
        assertThat(domain("evil.example.org")).isEmpty();
        assertThat(domain("example")).isEmpty();
        assertThat(domain("")).isEmpty();
        assertThat(domain(".")).isEmpty();
        assertThat(domain("a.".repeat(120) + "evil.example")).containsExactly("evil.example");
        assertThat(domain("x".repeat(5_000))).isEmpty();
    }

    @Test
    void shouldCompareDigitsInEitherCaseAndTextsAsTheyAre() {
        put(IndicatorType.JA3, "e7d705a3286e19ea42f587b344ee6865");
        put(IndicatorType.URL, "http://evil.example/A?b");
        put(IndicatorType.URL, "https://evil.example/s");

        assertThat(digits(IndicatorType.JA3, "E7D705A3286E19EA42F587B344EE6865"))
                .hasSize(1);
        assertThat(digits(IndicatorType.MD5, "e7d705a3286e19ea42f587b344ee6865"))
                .isEmpty();
        assertThat(digits(IndicatorType.JA3, "x7d705a3286e19ea42f587b344ee6865"))
                .isEmpty();
        assertThat(digits(IndicatorType.JA3, "e7d705a3286e19ea42f587b344ee686")).isEmpty();
        assertThat(text(IndicatorType.URL, "evil.example/A?b")).containsExactly("http://evil.example/A?b");
        assertThat(text(IndicatorType.URL, "evil.example/a?b")).isEmpty();
        assertThat(text(IndicatorType.URL, "evil.example/s")).containsExactly("https://evil.example/s");
    }

    @Test
    void shouldKeepAllThatIsSaidOfAnIndicator() {
        Indicator indicator = new Indicator(
                IndicatorType.DOMAIN,
                "evil.example",
                "misp-hq",
                ID,
                85,
                Tlp.AMBER_STRICT,
                Instant.parse("2026-01-02T03:04:05Z"),
                Instant.parse("2027-01-02T03:04:05Z"),
                List.of("emotet", "phishing"));
        assertThat(put(indicator)).isEqualTo(Put.ADDED);
        assertThat(put(indicator)).isEqualTo(Put.SAME);
        assertThat(find("evil.example")).containsExactly(indicator);
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void shouldPutWhatAnObjectSaysNowInPlaceOfAllItSaidBefore() {
        table.put("a", ID, List.of(of("a", ID, "one.example"), of("a", ID, "two.example")), (i, what) -> {});
        table.put("a", ID, List.of(of("a", ID, "two.example"), of("a", ID, "three.example")), (i, what) -> {});
        assertThat(domain("one.example")).isEmpty();
        assertThat(domain("two.example")).hasSize(1);
        assertThat(domain("three.example")).hasSize(1);
        table.put("b", ID, List.of(), (i, what) -> {});
        assertThat(table.size()).isEqualTo(2);
        table.put("a", ID, List.of(), (i, what) -> {});
        assertThat(table.size()).isZero();
        assertThat(table.size("a")).isZero();
        assertThat(domain("two.example")).isEmpty();
    }

    @Test
    void shouldNameEverySourceOfAValueUpToItsBound() {
        for (int i = 0; i < IndicatorTable.MOST_SAME; i++) {
            assertThat(put(of("source-" + i, ID, "evil.example"))).isEqualTo(Put.ADDED);
        }
        assertThat(put(of("source-9", ID, "evil.example"))).isEqualTo(Put.FULL);
        assertThat(find("evil.example")).hasSize(IndicatorTable.MOST_SAME);
    }

    @Test
    void shouldLeaveOutWhatRanOutAndThrowItAwayWhenTold() {
        put(new Indicator(
                IndicatorType.DOMAIN,
                "old.example",
                "a",
                "1",
                50,
                Tlp.RED,
                null,
                Instant.ofEpochSecond(NOW),
                List.of()));
        put(new Indicator(
                IndicatorType.DOMAIN,
                "new.example",
                "a",
                "2",
                50,
                Tlp.RED,
                null,
                Instant.ofEpochSecond(NOW + 1),
                List.of()));
        assertThat(domain("old.example")).isEmpty();
        assertThat(domain("new.example")).hasSize(1);
        assertThat(table.removeExpired(Instant.ofEpochSecond(NOW))).isEqualTo(1);
        assertThat(table.size()).isEqualTo(1);
        assertThat(table.removeExpired(Instant.ofEpochSecond(NOW + 1))).isEqualTo(1);
        assertThat(table.isEmpty()).isTrue();
    }

    @Test
    void shouldWithdrawWhatASourceNoLongerNames() {
        put(of("a", "1", "one.example"));
        put(of("a", "2", "two.example"));
        put(of("b", "1", "three.example"));
        table.beginRound("a");
        put(of("a", "2", "two.example"));
        put(of("a", "3", "four.example"));
        assertThat(table.endRound("a")).isEqualTo(1);
        assertThat(domain("one.example")).isEmpty();
        assertThat(domain("two.example")).hasSize(1);
        assertThat(domain("three.example")).hasSize(1);
        assertThat(domain("four.example")).hasSize(1);
    }

    @Test
    void shouldHoldToItsBounds() {
        IndicatorTable small = new IndicatorTable(new Limits(3, 2));
        assertThat(put(small, of("a", "1", "one.example"))).isEqualTo(Put.ADDED);
        assertThat(put(small, of("a", "2", "two.example"))).isEqualTo(Put.ADDED);
        assertThat(put(small, of("a", "3", "three.example"))).isEqualTo(Put.FULL);
        assertThat(put(small, of("b", "1", "three.example"))).isEqualTo(Put.ADDED);
        assertThat(put(small, of("b", "2", "four.example"))).isEqualTo(Put.FULL);
        small.put("a", "1", List.of(), (i, what) -> {});
        assertThat(put(small, of("b", "2", "four.example"))).isEqualTo(Put.ADDED);
    }

    @Test
    void shouldAnswerAsAnOrdinaryMapDoesWhateverComesAndGoes() {
        Random random = new Random(11);
        Map<String, Indicator> model = new HashMap<>();
        for (int step = 0; step < 300_000; step++) {
            String name = "host" + random.nextInt(60_000) + (random.nextBoolean() ? ".evil.example" : ".example.org");
            if (random.nextInt(5) < 3) {
                Indicator indicator = new Indicator(
                        IndicatorType.DOMAIN,
                        name,
                        "s",
                        "id-" + name,
                        random.nextInt(100),
                        Tlp.GREEN,
                        null,
                        null,
                        List.of());
                put(indicator);
                model.put(name, indicator);
            } else {
                table.put("s", "id-" + name, List.of(), (i, what) -> {});
                model.remove(name);
            }
        }
        assertThat(table.size()).isEqualTo(model.size());
        for (int i = 0; i < 60_000; i++) {
            for (String name : List.of("host" + i + ".evil.example", "host" + i + ".example.org")) {
                Indicator expected = model.get(name);
                assertThat(find(name)).isEqualTo(expected == null ? List.of() : List.of(expected));
            }
        }
        List<Indicator> all = new ArrayList<>();
        table.forEach(all::add);
        assertThat(all).hasSize(model.size());
        assertThat(new HashSet<>(all).equals(new HashSet<>(model.values()))).isTrue();
        assertThat(table.bytes()).isLessThan(40_000_000);
    }

    @Test
    void shouldNeverLoseAValueFromSightWhileOthersComeAndGo() throws InterruptedException {
        for (int i = 0; i < 2_000; i++) {
            put(of("stays", "s" + i, "stays" + i + ".example"));
        }
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<String> missed = new AtomicReference<>();
        Thread reader = new Thread(() -> {
            IndicatorLookup mine = new IndicatorLookup(table);
            Random random = new Random(3);
            while (!done.get()) {
                byte[] name = ("stays" + random.nextInt(2_000) + ".example").getBytes(UTF_8);
                if (!mine.domain(name, 0, name.length) || mine.matched().size() != 1) {
                    missed.compareAndSet(null, new String(name, UTF_8));
                }
            }
        });
        reader.start();
        for (int round = 0; round < 6; round++) {
            for (int i = 0; i < 40_000; i++) {
                put(of("goes", "g" + i, "goes" + i + "-" + round + ".example"));
                if (i < 2_000) {
                    put(new Indicator(
                            IndicatorType.DOMAIN,
                            "stays" + i + ".example",
                            "stays",
                            "s" + i,
                            round,
                            Tlp.RED,
                            null,
                            null,
                            List.of()));
                }
            }
            for (int i = 0; i < 40_000; i++) {
                table.put("goes", "g" + i, List.of(), (indicator, what) -> {});
            }
        }
        done.set(true);
        reader.join();
        assertThat(missed.get()).isNull();
        assertThat(table.bytes()).isLessThan(20_000_000);
    }

    private Put put(IndicatorType type, String value) {
        return put(Indicator.of(type, value, "here", value));
    }

    private Put put(Indicator indicator) {
        return put(table, indicator);
    }

    private static Put put(IndicatorTable table, Indicator indicator) {
        Put[] outcome = new Put[1];
        table.put(indicator.source(), indicator.sourceId(), List.of(indicator), (i, what) -> outcome[0] = what);
        return outcome[0];
    }

    private static Indicator of(String source, String id, String domain) {
        return Indicator.of(IndicatorType.DOMAIN, domain, source, id);
    }

    private List<String> address(String text) {
        IpAddress address = IpAddress.parse(text);
        return lookup.address(address.high(), address.low()) ? values() : List.of();
    }

    private List<Indicator> find(String name) {
        byte[] bytes = name.getBytes(UTF_8);
        return lookup.domain(bytes, 0, bytes.length) && lookup.inForce(NOW) ? lookup.matched() : List.of();
    }

    private List<String> domain(String name) {
        return find(name).stream().map(Indicator::value).toList();
    }

    private List<String> digits(IndicatorType type, String text) {
        return lookup.digits(type, text.getBytes(UTF_8), 0, text.length()) ? values() : List.of();
    }

    private List<String> text(IndicatorType type, String text) {
        return lookup.text(type, text.getBytes(UTF_8), 0, text.length()) ? values() : List.of();
    }

    private List<String> values() {
        return lookup.matched().stream().map(Indicator::value).toList();
    }
}
