package io.auscult.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.counter.Counters;
import io.auscult.export.eve.EveExporter;
import io.auscult.export.zeek.ZeekLogs;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reader of standard output that goes away after the first line, as {@code head -1} does. */
class ClosedPipeTest {
    private static final int OUTPUT_EXIT = 5;

    /** A program of its own: writes alerts to standard output until that fails. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) throws Exception {
            try {
                if (args[0].equals("eve")) {
                    try (DirectDelivery eve = DirectDelivery.to(EveExporter.toStandardOutput(index -> null))) {
                        for (int i = 0; i < 100_000; i++) {
                            eve.raise(SampleAlerts.full(i));
                        }
                        eve.finish();
                    }
                } else {
                    try (ZeekLogs logs = ZeekLogs.toStandardOutput(ZeekLogs.Options.REPLAY, new Counters())) {
                        for (int i = 0; i < 100_000; i++) {
                            logs.raise(SampleAlerts.full(i));
                        }
                        logs.onEnd();
                    }
                }
            } catch (OutputException e) {
                System.err.println(e.getMessage());
                System.exit(OUTPUT_EXIT);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"eve", "zeek"})
    void shouldEndWithOneClearLine(String output) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        output))
                .start();
        String first;
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            first = reader.readLine();
        }
        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(OUTPUT_EXIT);
        assertThat(first).startsWith("{").endsWith("}");
        assertThat(errors).isEqualTo("standard output: Broken pipe\n");
    }
}
