# Without the provider's answers, and without a catalog: what the module makes of
# answers that are hard to bring about.

mock_provider "siterecovery" {
  source = "./tests/mocks"
}

run "ready" {
  assert {
    condition     = output.verdict == "ready"
    error_message = "The verdict is ${output.verdict}."
  }
}

run "not_ready" {
  override_data {
    target = data.siterecovery_readiness.this
    values = {
      ready       = false
      error_count = 3
    }
  }

  assert {
    condition     = output.verdict == "3 errors"
    error_message = "The verdict is ${output.verdict}."
  }
}
