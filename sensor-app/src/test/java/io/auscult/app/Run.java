package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/** A command that ran to its end in this process, without variables of the environment: what it said and how it ended. */
record Run(int exit, String out, String err) {
    static Run of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Main main = new Main();
        int exit = main.commandLine(Map.of())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        main.stop().finished(exit); // else its hook would end this process as one that was interrupted
        return new Run(exit, out.toString(), err.toString());
    }

    /** What it said, when it ended like this. */
    String out(int expected) {
        assertThat(exit).as(err).isEqualTo(expected);
        return out;
    }
}
