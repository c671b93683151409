package io.auscult.core.protocol.postgresql;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class PostgresqlFuzzTest {
    private final PostgresqlParser parser = new PostgresqlParser();

    @FuzzTest
    void streams(byte[] data) {
        FuzzScript.of(data, false, 5432).runEveryWay(parser);
        FuzzScript.probe(data, false, PostgresqlProbe::probe);
    }
}
