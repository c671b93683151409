package io.auscult.core.protocol;

import io.auscult.core.capture.CaptureFiles;
import io.auscult.core.capture.PacketSource;
import io.auscult.core.counter.Counter;
import io.auscult.core.event.EventConsumer;
import io.auscult.core.pipeline.Pipeline;
import io.auscult.core.pipeline.PipelineSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Public captures that are not part of the project, where they are at hand: tests that need them say that they were skipped elsewhere. */
public final class RealCaptures {
    public static final Path ROOT =
            Path.of(System.getProperty("auscult.shared", "../../shared")).resolve("captures");

    private static final long LARGE = 60_000_000; // bytes

    private RealCaptures() {}

    public static boolean areHere() {
        return Files.isDirectory(ROOT);
    }

    /** All captures of reasonable size, in order of their names. */
    public static List<Path> all() throws IOException {
        try (Stream<Path> walk = Files.walk(ROOT)) {
            return walk.filter(file -> file.toString().matches(".*\\.(pcap|pcapng|cap)"))
                    .filter(file -> file.toFile().isFile() && file.toFile().length() < LARGE)
                    .sorted()
                    .toList();
        }
    }

    /** Replays one; throws when a parser did. */
    public static void replay(Path capture, EventConsumer consumer) throws IOException, InterruptedException {
        try (PacketSource source = CaptureFiles.open(capture)) {
            Pipeline pipeline = new Pipeline(source, PipelineSettings.defaults(0), List.of(consumer));
            pipeline.run();
            if (pipeline.total(Counter.PARSER_CRASHES) > 0) {
                throw new AssertionError("parser crashed: " + capture);
            }
        }
    }
}
