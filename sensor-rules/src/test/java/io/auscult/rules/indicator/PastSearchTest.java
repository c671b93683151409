package io.auscult.rules.indicator;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Outcome;
import io.auscult.core.event.IpAddress;
import io.auscult.core.indicator.Indicator;
import io.auscult.core.indicator.IndicatorTable;
import io.auscult.core.indicator.IndicatorTable.Limits;
import io.auscult.core.indicator.IndicatorType;
import io.auscult.core.indicator.Sighting;
import io.auscult.rules.DetectSettings;
import io.auscult.rules.EventScript;
import io.auscult.rules.identity.GuessLimits;
import io.auscult.rules.identity.LeakedAccounts;
import io.auscult.rules.identity.LeakedList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PastSearchTest {
    private static final String ENDS =
            "\"id.orig_h\":\"10.0.0.1\",\"id.orig_p\":5000,\"id.resp_h\":\"198.51.100.7\",\"id.resp_p\":443";
    private static final Indicator ADDRESS = Indicator.of(IndicatorType.ADDRESS, "198.51.100.7", "misp", "1");
    private static final LeakedList NOBODY = new LeakedList(LeakedAccounts.NONE);

    @TempDir
    Path folder;

    private final IndicatorTable table = new IndicatorTable(Limits.DEFAULT);
    private final Indicators indicators = new Indicators(table, true);

    @Test
    void shouldSearchANewIndicatorByItself() throws Exception {
        log("conn", "{\"ts\":7,\"uid\":\"C1\"," + ENDS + "}");
        try (PastSearch search = new PastSearch(folder, indicators, NOBODY, null, Duration.ofMillis(20))) {
            search.start();
            search.added(ADDRESS);
            assertThat(indicators.past().poll(1, TimeUnit.MINUTES)).isNotNull();
        }
    }

    @Test
    void shouldSearchANewIndicatorOnce() throws Exception {
        log("conn", "{\"ts\":7,\"uid\":\"C1\"," + ENDS + "}\n{\"ts\":5,\"uid\":\"C2\"," + ENDS + "}");
        try (PastSearch search = search(NOBODY, null)) {
            search.added(ADDRESS);
            search.pass();
            assertThat(indicators.past().poll()).isNotNull().satisfies(found -> {
                assertThat(found.count()).isEqualTo(2);
                assertThat(found.firstNs()).isEqualTo(5_000_000_000L);
                assertThat(found.last().uid()).isEqualTo("C1");
            });
            search.pass();
            assertThat(indicators.past()).isEmpty();
            assertThat(search.notes()).isEmpty();
        }
    }

    @Test
    void shouldNotTellAgainAfterARestartWhatItTold() throws Exception {
        log("conn", "{\"ts\":7,\"uid\":\"C1\"," + ENDS + "}");
        table.put("misp", "1", List.of(ADDRESS), (each, what) -> {});
        assertThat(found(NOBODY, ADDRESS)).hasSize(1);
        assertThat(found(NOBODY, ADDRESS)).as("searched again, told before").isEmpty();
        log("conn", "{\"ts\":7,\"uid\":\"C1\"," + ENDS + "}\n{\"ts\":9,\"uid\":\"C2\"," + ENDS + "}");
        assertThat(found(NOBODY, ADDRESS)).as("something happened since").hasSize(1);
    }

    @Test
    void shouldSearchAfterARestartWhatItCutOff() throws Exception {
        log("conn", "{\"ts\":7,\"uid\":\"C1\"," + ENDS + "}");
        try (PastSearch search = search(NOBODY, folder)) {
            search.added(ADDRESS);
            search.beforeKept();
        }
        try (PastSearch search = search(NOBODY, folder)) {
            search.restored(ADDRESS);
            search.pass();
            assertThat(indicators.past().poll()).isNotNull();
            search.pass(); // which keeps what is told by now
        }
        try (PastSearch search = search(NOBODY, folder)) {
            search.restored(Indicator.of(IndicatorType.NETWORK, "198.51.100.0/24", "misp", "2"));
            search.pass();
            assertThat(indicators.past()).as("nothing was left").isEmpty();
        }
    }

    @Test
    void shouldSearchAllWhenMoreArriveThanItRemembers() throws Exception {
        log("conn", "{\"ts\":7,\"uid\":\"C1\"," + ENDS + "}");
        table.put("misp", "1", List.of(ADDRESS), (each, what) -> {});
        try (PastSearch search = search(NOBODY, null)) {
            search.added(ADDRESS);
            for (int i = 0; i < PastSearch.MOST_WAITING; i++) {
                search.added(Indicator.of(IndicatorType.DOMAIN, "h" + i + ".example", "misp", "h" + i));
            }
            search.pass();
            assertThat(indicators.past().poll()).isNotNull();
        }
    }

    @Test
    void shouldSearchAListOfLeakedAccountsWhenItArrivesAndWhenItChanges() throws Exception {
        log(
                "identity",
                "{\"ts\":7,\"uid\":\"C1\"," + ENDS
                        + ",\"user\":\"anna\",\"outcome\":\"success\"}\n{\"ts\":8,\"uid\":\"C2\"," + ENDS
                        + ",\"user\":\"berta\",\"outcome\":\"failure\"}");
        Path list = Files.writeString(folder.resolve("leaked.txt"), "berta\n");
        LeakedList leaked = new LeakedList(LeakedAccounts.NONE, list);
        try (PastSearch search = search(leaked, folder)) {
            search.pass();
            Past first = indicators.past().poll();
            assertThat(first).isNotNull();
            assertThat(first.last().met()).isEqualTo("berta");
            Files.writeString(list, "berta\nAnna\n");
            leaked.look();
            search.pass();
            Past second = indicators.past().poll();
            assertThat(second).as("only what is new is told").isNotNull();
            assertThat(second.last().met()).isEqualTo("anna");
            search.pass();
            assertThat(indicators.past()).isEmpty();
        }
        try (PastSearch search = search(leaked, folder)) {
            search.pass();
            assertThat(indicators.past()).isEmpty();
            assertThat(search.notes()).isEmpty();
        }
    }

    @Test
    void shouldSayThatItsMemoryIsDamagedAndSearchAgain() throws Exception {
        log("conn", "{\"ts\":7,\"uid\":\"C1\"," + ENDS + "}");
        assertThat(found(NOBODY, ADDRESS)).hasSize(1);
        byte[] bytes = Files.readAllBytes(folder.resolve("past.bin"));
        bytes[bytes.length / 2] ^= 1;
        Files.write(folder.resolve("past.bin"), bytes);
        try (PastSearch search = search(NOBODY, folder)) {
            assertThat(search.notes()).singleElement().asString().contains("past.bin was damaged");
            search.restored(ADDRESS);
            search.pass();
            assertThat(indicators.past()).hasSize(1);
        }
    }

    /** Whatever else the host did meanwhile: receivers recognise what they have. */
    @Test
    void shouldGiveAnAlertFoundAgainTheIdItHad() throws Exception {
        log("conn", "{\"ts\":7,\"uid\":\"C1\"," + ENDS + ",\"conn_state\":\"SF\"}");
        log("identity", "{\"ts\":7,\"uid\":\"C1\"," + ENDS + ",\"user\":\"anna\",\"outcome\":\"success\"}");
        LeakedList leaked = new LeakedList(LeakedAccounts.of(List.of("anna")));
        List<Alert> first = told(leaked, false);
        List<Alert> second = told(leaked, true);

        assertThat(first).hasSize(2).extracting(Alert::id).doesNotHaveDuplicates();
        assertThat(second)
                .extracting(Alert::id)
                .containsExactlyInAnyOrderElementsOf(
                        first.stream().map(Alert::id).toList());
        assertThat(first).allSatisfy(alert -> {
            assertThat(alert.kind()).isEqualTo(IndicatorAlerts.SEEN_IN_THE_PAST);
            assertThat(alert.evidence()).containsEntry(Sighting.PAST, "1970-01-01T00:00:07Z");
            assertThat(alert.outcome()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(alert.actor().ip()).isEqualTo(IpAddress.parse("10.0.0.1"));
        });
        assertThat(first)
                .extracting(alert -> alert.rule().id())
                .containsExactlyInAnyOrder("indicator.address", "identity.leaked_account");
    }

    private List<Alert> told(LeakedList leaked, boolean isBusy) throws Exception {
        Indicators mine = new Indicators(table, true);
        try (PastSearch search = new PastSearch(folder, mine, leaked, null)) {
            search.added(ADDRESS);
            search.pass();
        }
        EventScript script = new EventScript(new DetectSettings(GuessLimits.DEFAULT, leaked, mine));
        if (isBusy) {
            script.after(500).from("10.0.0.1").logon("10.0.0.2", "smb", "anna", "success", "");
        }
        script.end();
        return script.alerts.stream().filter(Sighting::isPast).toList();
    }

    private List<Past> found(LeakedList leaked, Indicator indicator) throws Exception {
        List<Past> found = new ArrayList<>();
        try (PastSearch search = search(leaked, folder)) {
            search.added(indicator);
            search.pass();
            indicators.past().drainTo(found);
            search.pass(); // which keeps what is told by now
        }
        return found;
    }

    /** Without its thread. */
    private PastSearch search(LeakedList leaked, @Nullable Path kept) {
        return new PastSearch(folder, indicators, leaked, kept);
    }

    private void log(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name + ".log"), text + "\n");
    }
}
