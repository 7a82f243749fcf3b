"""Yanglao 养老政策通: what basic elderly care a person is entitled to, and which words say so."""
