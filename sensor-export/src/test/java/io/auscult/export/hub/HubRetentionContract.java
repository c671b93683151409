package io.auscult.export.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.export.hub.HubSettings.Keeping;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a hub keeps, and what goes when there is too much, whatever database it has. */
abstract class HubRetentionContract {
    private static final TaxiiCollection COLLECTION = TaxiiCollection.of("auscult", "shared", "S");
    private static final Filter ALL = new Filter(0, 100_000, List.of(), List.of(), List.of("all"));
    static final int LENGTH = 100; // bytes of an object

    @TempDir
    Path folder;

    /** An empty database. */
    abstract HubStore store(Path folder) throws IOException;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);

    private void pass(Duration time) {
        now = now.plus(time);
    }

    static List<Posted> posted(String type, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> new Posted(
                        type + "--00000000-0000-4000-8000-%012d".formatted(i),
                        1,
                        type,
                        "x".repeat(LENGTH).getBytes(StandardCharsets.US_ASCII),
                        null))
                .toList();
    }

    ObjectTable table(HubStore store, Keeping keeping) {
        return new ObjectTable(store, clock, new Retention(store, clock, keeping));
    }

    void add(ObjectTable table, String member, List<Posted> posted) throws IOException {
        for (int from = 0; from < posted.size(); from += 1_000) {
            table.add(
                    COLLECTION,
                    member,
                    posted.subList(from, Math.min(posted.size(), from + 1_000)),
                    (connection, refusals) -> assertThat(refusals).containsOnly(""));
        }
    }

    private List<String> ids(ObjectTable table) throws IOException {
        return table.page(COLLECTION, ALL, false).objects().stream()
                .map(Kept::id)
                .toList();
    }

    private static List<String> names(List<Posted> posted) {
        return posted.stream().map(Posted::id).toList();
    }

    private Extent extent(HubStore store) throws IOException {
        return store.read(connection -> Extent.read(connection, COLLECTION.id()));
    }

    @Test
    void shouldRemoveTheOldestOfWhoeverHasMost() throws IOException {
        try (HubStore store = store(folder)) {
            ObjectTable table = table(store, new Keeping(1_000, 1 << 30, 0));
            List<Posted> modest = posted("indicator", 0, 300);
            List<Posted> much = posted("note", 0, 5_000);
            add(table, "modest", modest);
            add(table, "much", much);
            List<String> expected = new ArrayList<>(names(modest));
            expected.addAll(names(much.subList(4_300, 5_000)));
            assertThat(ids(table)).isEqualTo(expected);
            assertThat(extent(store).objects()).isEqualTo(1_000);
        }
    }

    @Test
    void shouldStayWithinItsBytes() throws IOException {
        try (HubStore store = store(folder)) {
            ObjectTable table = table(store, new Keeping(1_000_000, 50_000, 0));
            add(table, "a", posted("indicator", 0, 5_000));
            assertThat(ids(table)).hasSize(50_000 / LENGTH);
            assertThat(extent(store).bytes()).isEqualTo(50_000);
        }
    }

    @Test
    void shouldComeDownToLowerBoundsByAndBy() throws IOException {
        try (HubStore store = store(folder)) {
            add(table(store, new Keeping(1_000_000, 1 << 30, 0)), "a", posted("note", 0, 60_000));
            Retention retention = new Retention(store, clock, new Keeping(1_000, 1 << 30, 0));
            ObjectTable table = new ObjectTable(store, clock, retention);
            add(table, "a", posted("note", 60_000, 60_001));
            assertThat(extent(store).objects())
                    .as("a post does not remove it all, and more than it brought")
                    .isEqualTo(10_001);
            retention.tidy(List.of(COLLECTION));
            assertThat(ids(table)).isEqualTo(names(posted("note", 59_001, 60_001)));
            assertThat(extent(store).objects()).isEqualTo(1_000);
            assertThat(extent(store).bytes()).isEqualTo(1_000 * LENGTH);
        }
    }

    @Test
    void shouldKeepWhatIsReferredToAsLongAsThereIsOtherRoom() throws IOException {
        try (HubStore store = store(folder)) {
            Retention retention = new Retention(store, clock, new Keeping(100, 1 << 30, 30));
            ObjectTable table = new ObjectTable(store, clock, retention);
            add(table, "a", posted("identity", 0, 1));
            add(table, "a", posted("note", 0, 500));
            assertThat(ids(table))
                    .hasSize(100)
                    .startsWith(names(posted("identity", 0, 1)).getFirst());
            pass(Duration.ofDays(31));
            retention.tidy(List.of(COLLECTION));
            assertThat(ids(table)).isEqualTo(names(posted("identity", 0, 1)));
            add(table, "a", posted("attack-pattern", 0, 200));
            assertThat(ids(table)).as("bounded all the same").hasSize(100);
        }
    }

    @Test
    void shouldForgetWhatIsOldAndNeverGoBackInTime() throws IOException {
        try (HubStore store = store(folder)) {
            Retention retention = new Retention(store, clock, new Keeping(10_000, 1 << 30, 30));
            ObjectTable table = new ObjectTable(store, clock, retention);
            add(table, "a", posted("note", 0, 1_200));
            pass(Duration.ofDays(20));
            add(table, "b", posted("indicator", 0, 10));
            pass(Duration.ofDays(11));
            retention.tidy(List.of(COLLECTION));
            assertThat(ids(table)).isEqualTo(names(posted("indicator", 0, 10)));
            assertThat(extent(store).objects()).isEqualTo(10);
            assertThat(extent(store).bytes()).isEqualTo(10 * LENGTH);
            pass(Duration.ofDays(30));
            retention.tidy(List.of(COLLECTION));
            assertThat(ids(table)).isEmpty();
            pass(Duration.ofDays(-60));
            add(table, "a", posted("note", 0, 1));
            assertThat(table.page(COLLECTION, ALL, false).objects().getFirst().added())
                    .as("added later than what is gone, although the clock went back")
                    .isGreaterThan(Micros.now(Clock.fixed(Instant.parse("2026-01-20T00:00:00Z"), ZoneOffset.UTC)));
        }
    }

    @Test
    void shouldForgetOldStatusesAndAuditLines() throws IOException {
        try (HubStore store = store(folder)) {
            Retention retention = new Retention(store, clock, Keeping.DEFAULT, 2_500);
            Audit audit = new Audit(store, clock);
            for (int day = 0; day < 3; day++) {
                audit.operator("token add", "m", "");
                int number = day;
                store.write(connection -> HubStore.update(
                        connection,
                        "INSERT INTO hub_status (id, root, member, created, body) VALUES (?, ?, ?, ?, ?)",
                        "s" + number,
                        "auscult",
                        "m",
                        Micros.now(clock),
                        new byte[1_000]));
                pass(Duration.ofMinutes(1));
            }
            retention.tidy(List.of());
            assertThat(statuses(store)).as("3,000 bytes are too much").isEqualTo(2);
            pass(Duration.ofDays(3));
            retention.tidy(List.of());
            assertThat(statuses(store)).isZero();
            assertThat(audit.last(10)).hasSize(3);
            pass(Duration.ofDays(730));
            retention.tidy(List.of());
            assertThat(audit.last(10)).isEmpty();
        }
    }

    private static long statuses(HubStore store) throws IOException {
        return store.read(connection -> {
            try (var query = HubStore.prepare(connection, "SELECT COUNT(*) FROM hub_status");
                    var row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : -1;
            }
        });
    }
}
