package io.auscult.core.protocol.shell;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class ShellFuzzTest {
    private final ShellParser parser = new ShellParser();

    @FuzzTest
    void streams(byte[] data) {
        FuzzScript.of(data, false, 4444).runEveryWay(parser);
        FuzzScript.probe(data, false, ShellParser.PROTOCOL.probe());
    }
}
