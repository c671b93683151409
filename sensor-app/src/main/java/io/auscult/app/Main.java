package io.auscult.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code auscult} command. Runs on the main thread; the exit code is the command's. */
@Command(
        name = "auscult",
        description = "Passive network sensor for hospitals.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = VersionCommand.class)
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // Before any class of Chronicle is loaded: it must neither announce itself nor call home.
        System.setProperty("chronicle.analytics.disable", "true");
        System.setProperty("chronicle.announcer.disable", "true");
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
