"""The contract's version: within it only optional fields are added. The schemas as released are in docs/schemas/v1."""

CONTRACT_VERSION = "v1"
