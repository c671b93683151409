package io.auscult.export.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-01T10:00:00Z"));

    @TempDir
    private Path folder;

    private static String hash(String line) {
        return line.replaceFirst(".*\"hash\":\"([0-9a-f]{64})\".*", "$1");
    }

    @Test
    void shouldShowWhereTheLogWasTouched() throws IOException {
        AuditLog log = new AuditLog(folder, CLOCK);
        for (int i = 0; i < 5; i++) {
            log.add("left", Map.of("to", "partner", "incident", "i" + i));
        }
        Path file = folder.resolve("audit.jsonl");
        List<String> lines = Files.readAllLines(file);
        assertThat(AuditLog.verify(folder)).isEmpty();
        List<String> changed = new ArrayList<>(lines);
        changed.set(2, lines.get(2).replace("partner", "nobody!"));
        Files.write(file, changed);
        assertThat(AuditLog.verify(folder)).singleElement().asString().isEqualTo("line 3: was changed");
        Files.write(file, List.of(lines.get(0), lines.get(1), lines.get(3), lines.get(4)));
        assertThat(AuditLog.verify(folder)).isNotEmpty().first().asString().startsWith("line 3: has number 4");
        Files.write(file, lines.subList(0, 4));
        assertThat(AuditLog.verify(folder)).singleElement().asString().startsWith("the end: 4 lines");
        Files.write(file, lines);
        Files.writeString(folder.resolve("audit.head"), "number 3\nhash " + hash(lines.get(2)) + "\n");
        assertThat(AuditLog.verify(folder))
                .as("power failed before it was on the disk")
                .isEmpty();
        Files.writeString(folder.resolve("audit.head"), "number 3\nhash " + hash(lines.get(3)) + "\n");
        assertThat(AuditLog.verify(folder)).singleElement().asString().startsWith("the end: 5 lines");
        Files.writeString(file, "{\"number\":6,\"ti", StandardOpenOption.APPEND); // a crash in the middle of a line
        new AuditLog(folder, CLOCK).add("left", Map.of("to", "partner"));
        assertThat(AuditLog.verify(folder)).isEmpty();
        assertThat(AuditLog.lines(folder)).hasSize(6);
    }
}
