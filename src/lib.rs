pub mod access;
pub mod charts;
pub mod city;
pub mod impact;
pub mod report;
pub mod scenario;
pub mod space;
pub mod travel;
