package io.auscult.core.protocol.irc;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class IrcFuzzTest {
    private final IrcParser parser = new IrcParser();

    @FuzzTest
    void streams(byte[] data) {
        FuzzScript.of(data, false, 6667).runEveryWay(parser);
        FuzzScript.probe(data, false, IrcProbe::probe);
    }
}
