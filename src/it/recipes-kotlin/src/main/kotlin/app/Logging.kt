package app

import io.ktor.http.HttpHeaders
import io.ktor.server.application.Application
import io.ktor.server.application.install
import io.ktor.server.plugins.callid.CallId
import io.ktor.server.plugins.callid.callIdMdc
import io.ktor.server.plugins.calllogging.CallLogging
import java.util.UUID

fun Application.logging() {
    install(CallId) {
        header(HttpHeaders.XRequestId)
        verify { it.length in 1..128 }
        generate { UUID.randomUUID().toString() }
    }
    install(CallLogging) {
        callIdMdc("requestId")
        disableDefaultColors()
    }
}
