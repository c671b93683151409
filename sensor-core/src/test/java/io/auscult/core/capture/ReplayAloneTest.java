package io.auscult.core.capture;

import static io.auscult.core.capture.CaptureBytes.littleEndian;
import static io.auscult.core.capture.CaptureBytes.payload;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading files, and standard input, in a process that has neither pcap4j nor JNA and may call nothing native. */
class ReplayAloneTest {
    @TempDir
    Path folder;

    /** Prints a line for each block that has packets, then how it ended. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] arguments) throws IOException {
            PacketBlock block = new PacketBlock();
            try (PacketSource source = CaptureFiles.open(Path.of(arguments[0]))) {
                boolean more = true;
                while (more) {
                    block.begin(0, 1);
                    more = source.fill(block);
                    if (block.count() > 0) {
                        System.out.println(block.count());
                    }
                }
                System.out.println(source.end());
            }
        }
    }

    @Test
    void shouldReadFilesWithoutPcap4j() throws Exception {
        Process process =
                start(Files.write(folder.resolve("a.pcap"), capture(2)).toString());

        try (BufferedReader output = process.inputReader()) {
            assertThat(output.lines()).containsExactly("2", "COMPLETE");
        }
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void shouldDeliverWhatStandardInputHasWithoutWaitingForMore() throws Exception {
        Process process = start("-");
        byte[] bytes = capture(2);
        int first = bytes.length - 30; // the second packet is not whole yet

        try (OutputStream input = process.getOutputStream();
                BufferedReader output = process.inputReader()) {
            input.write(bytes, 0, first);
            input.flush();
            assertThat(output.readLine()).isEqualTo("1");
            input.write(bytes, first, 30);
            input.close();
            assertThat(output.lines()).containsExactly("1", "COMPLETE");
        }
        assertThat(process.waitFor()).isZero();
    }

    private static byte[] capture(int packets) {
        CaptureBytes file = littleEndian().pcapHeader(PcapFormat.MICROSECONDS, 1);
        for (int i = 0; i < packets; i++) {
            file.pcapRecord(i, 0, 60, payload(i, 60));
        }
        return file.bytes();
    }

    private Process start(String argument) throws IOException {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String without = Arrays.stream(path.split(File.pathSeparator))
                .filter(entry -> !entry.contains("pcap4j") && !entry.contains("jna"))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(without).isNotEqualTo(path);
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--illegal-native-access=deny",
                        "-cp",
                        without,
                        Reader.class.getName(),
                        argument)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
