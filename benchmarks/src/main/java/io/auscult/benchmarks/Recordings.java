package io.auscult.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The recorded captures of {@code sample-pcaps} by what they stress. */
public enum Recordings {
    /** Requests and answers of a few dozen bytes: names, time, polls, pings. */
    SMALL("benign-dns", "benign-ntp", "benign-snmp-poll", "benign-monitoring", "benign-dhcp"),
    /** Small packets of conversations that last: terminals, from host to host. */
    TERMINAL("lateral-ssh-hops", "benign-ssh", "guess-telnet"),
    /** Full frames and their acknowledgments: images fetched from a web server, a backup. */
    LARGE("benign-web-images", "benign-backup"),
    /** An office's mixture: web pages, file copies, a backup. */
    MIXED("benign-web-http", "benign-smb-copy", "benign-backup", "benign-scp", "benign-ftp"),
    /** Single SYNs to many ports and hosts. */
    SCAN("sweep-masscan", "scan-nmap-syn", "scan-block");

    private final List<String> cases;

    Recordings(String... cases) {
        this.cases = List.of(cases);
    }

    /** The folder of all recorded cases. */
    static Path samples() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(root.resolve("sample-pcaps"))) {
            root = root.getParent();
            if (root == null) {
                throw new IOException(
                        "sample-pcaps: not found above " + Path.of("").toAbsolutePath());
            }
        }
        return root.resolve("sample-pcaps");
    }

    RecordedTraffic load() throws IOException {
        Path samples = samples();
        return RecordedTraffic.of(cases.stream()
                .map(name -> samples.resolve(name).resolve("input.pcap"))
                .toList());
    }
}
