package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The journal's library would report its use to a third party, if it could. Here it runs in a process of its own, on
 * the class path of the distribution, watched by {@code strace}: no socket, no file in the user's home, no word.
 */
class QuietJournalIT {
    @TempDir
    private Path folder;

    private Path home;
    private Path calls;

    @BeforeEach
    void makeHome() throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
        calls = folder.resolve("calls");
    }

    /** Runs the journal; {@code watch} stands before the command. */
    private Program runJournal(List<String> watch, String... arguments)
            throws IOException, InterruptedException, URISyntaxException {
        Path tests = Path.of(QuietJournal.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<String> command = new ArrayList<>(watch);
        command.addAll(List.of(
                Distribution.java(),
                "-Duser.home=" + home,
                "@" + Distribution.HOME.resolve("lib/java.options"),
                "-cp",
                Distribution.HOME.resolve("lib") + "/*" + File.pathSeparator + tests,
                QuietJournal.class.getName(),
                folder.resolve("journal").toString()));
        command.addAll(List.of(arguments));
        return Program.run(folder, Map.of("HOME", home.toString()), command);
    }

    /** What the program asked the kernel for that has to do with the internet, without process and descriptor. */
    private List<String> internetCalls() throws IOException {
        try (Stream<String> lines = Files.lines(calls)) {
            return lines.filter(line -> line.contains("AF_INET") || line.contains(" send"))
                    .map(line -> line.replaceFirst("^\\d+ +", "").replaceFirst(" = .*", ""))
                    .toList();
        }
    }

    /** What lies in the home of the user; JNA unpacks its library under .cache, the identifier would lie on top. */
    private List<Path> leftInHome() throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return files.filter(file -> !file.endsWith(".cache")).toList();
        }
    }

    private List<String> strace() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "strace is not installed");
        return List.of("/usr/bin/strace", "-f", "-qq", "-e", "trace=network", "-o", calls.toString());
    }

    @Test
    void shouldOpenNoSocketAndLeaveNothingInTheHomeOfTheUser() throws Exception {
        runJournal(strace(), "--file");
        List<String> ofJavaItself = internetCalls(); // asks whether there is IPv4 and IPv6 when it loads its library
        Program journal = runJournal(strace());
        assertThat(journal.exitCode()).as(journal.err()).isZero();
        assertThat(internetCalls()).isEqualTo(ofJavaItself).allMatch(call -> call.startsWith("socket("));
        assertThat(leftInHome()).isEmpty();
    }

    @Test
    void shouldNoticeASocketIfThereWereOne() throws Exception {
        runJournal(strace(), "--file");
        List<String> ofJavaItself = internetCalls();
        Program journal = runJournal(strace(), "--socket");
        assertThat(journal.exitCode()).as(journal.err()).isZero();
        assertThat(internetCalls()).hasSizeGreaterThan(ofJavaItself.size());
    }

    @Test
    void shouldSayNothingOfItsOwn() throws Exception {
        Program journal = runJournal(List.of());
        assertThat(journal.err()).isEmpty();
        assertThat(journal.out()).isEqualTo("1000 alerts\n");
        assertThat(leftInHome()).isEmpty();
    }

    @Test
    void shouldShipNoAnalytics() throws IOException {
        assertThat(Distribution.jars()).noneMatch(name -> name.contains("analytics"));
    }
}
