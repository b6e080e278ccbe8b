package app

import io.github.oshai.kotlinlogging.KotlinLogging
import io.runpod.logback.Extra.extra
import io.runpod.logback.RequestScope
import io.runpod.logback.RunPodLogger
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.slf4j.MDCContext
import kotlinx.coroutines.withContext

private val logger = RunPodLogger()
private val log = KotlinLogging.logger {}

fun main() {
    RequestScope.open("job-1").use {
        logger.info("Generated {}", "image", extra("steps", 30))
        log.atInfo {
            message = "of kotlin-logging"
            payload = mapOf("model" to "sdxl")
        }
        val image = logger.timed("Inference") { "image" }
        check(image == "image")
        logger.timed("Cleanup") { Thread.sleep(1) }
        runBlocking(MDCContext()) {
            repeat(20) { number ->
                launch(Dispatchers.Default) {
                    delay(1)
                    logger.info("coroutine $number")
                    withContext(Dispatchers.IO) { log.info { "coroutine $number on another thread" } }
                }
            }
        }
    }
    logger.info("after the job")
}
