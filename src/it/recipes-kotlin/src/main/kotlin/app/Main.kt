package app

import io.ktor.client.request.get
import io.ktor.client.request.header
import io.ktor.server.response.respondText
import io.ktor.server.routing.get
import io.ktor.server.routing.routing
import io.ktor.server.testing.testApplication
import org.slf4j.LoggerFactory

fun main() {
    handle("coroutine-1")
    testApplication {
        application {
            logging()
            routing {
                get("/") {
                    LoggerFactory.getLogger("worker").info("Called")
                    call.respondText("ok")
                }
            }
        }
        client.get("/") { header("X-Request-ID", "ktor-1") }
    }
}
